namespace TokenAuthz.Signing.Messages;

/// <summary>The parts of a request that messages are made of, taken apart once.</summary>
internal readonly ref struct MessageSource
{
    /// <summary>The request target, as on the wire.</summary>
    public required ReadOnlySpan<byte> Target { get; init; }

    /// <summary>The path that is signed: what remains behind a token in the path, or the target's.</summary>
    public required ReadOnlySpan<byte> Path { get; init; }

    /// <summary>The target up to the parameter that holds the signature; all of it when none does.</summary>
    public required ReadOnlySpan<byte> SignedTarget { get; init; }

    /// <summary>The URL's scheme: <c>https</c>.</summary>
    public required ReadOnlySpan<byte> UrlScheme { get; init; }

    /// <summary>The locators that the token was read from, a bit each.</summary>
    public required uint Locators { get; init; }
}
