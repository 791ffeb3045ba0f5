using System.Collections.Immutable;

namespace TokenAuthz.Issuers.Harness;

/// <summary>A library with which receivers of webhooks verify them.</summary>
/// <param name="Name">The library, which is a row of tests.</param>
/// <param name="Settings">The settings of the scheme <c>issued</c> and of its key.</param>
/// <param name="Sign">Signs a webhook of random input as of a time: by the library if it can, else by another of the sender's.</param>
/// <param name="Verify">Whether the library accepts a webhook at a time.</param>
internal sealed record WebhookLibrary(
    string Name,
    ImmutableArray<string> Settings,
    Func<RandomInput, DateTimeOffset, Task<IssuedRequest>> Sign,
    Func<IssuedRequest, DateTimeOffset, Task<bool>> Verify)
{
    /// <summary>The headers of the signature.</summary>
    public required string[] Headers { get; init; }

    /// <summary>Whether the library verifies at any time, and not only now.</summary>
    public bool HasClock { get; init; } = true;

    /// <summary>Whether the library denies a webhook that is older than five minutes.</summary>
    public bool HasTolerance { get; init; } = true;

    /// <summary>The changes that the library may overlook, because it reads a header more loosely than TokenAuthz.</summary>
    public string[] Overlooks { get; init; } = [];

    /// <summary>Whether the signature covers the URL.</summary>
    public bool SignsUrl { get; init; }

    public override string ToString() => Name;
}
