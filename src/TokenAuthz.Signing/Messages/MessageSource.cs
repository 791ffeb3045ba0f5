using TokenAuthz.Signing.Requests;
using TokenAuthz.Signing.Tokens;

namespace TokenAuthz.Signing.Messages;

/// <summary>The request, the parts of its target and the fields of its token, of which a message is made.</summary>
internal ref struct MessageSource<TRequest>
    where TRequest : struct, IRequestView, allows ref struct
{
    /// <summary>The request, a copy of the host's view: C# has no reference to a ref struct in a field.</summary>
    public TRequest Request;

    /// <summary>Whether a <c>HEAD</c> request has the method <c>GET</c> in messages.</summary>
    public bool HeadAsGet;

    /// <summary>The fields of the token.</summary>
    public FieldValues Values;

    /// <summary>The memory of texts that the check decodes.</summary>
    public TextArena Arena;

    /// <summary>The request target, as on the wire but for parameters that are ignored.</summary>
    public ReadOnlySpan<byte> Target;

    /// <summary>The path that is signed: the rest of it behind a token in the path, or the target's.</summary>
    public ReadOnlySpan<byte> Path;

    /// <summary>The target up to the parameter that holds the signature; all of it when the query holds none.</summary>
    public ReadOnlySpan<byte> SignedTarget;

    /// <summary>The host of the URL: the request's, or that of the setting <c>PublicUrl</c>.</summary>
    public ReadOnlySpan<byte> Host;

    /// <summary>The URL's scheme: <c>https</c>; empty when it is not known.</summary>
    public ReadOnlySpan<byte> UrlScheme;

    /// <summary>The secret of the key, or the text that masks it; empty for a key that is no secret.</summary>
    public ReadOnlySpan<byte> Key;

    /// <summary>The salt of the scheme, or that of the key, where a scheme has it in its keys; or the text that masks it.</summary>
    public ReadOnlySpan<byte> Salt;

    /// <summary>Whether the signature base has the URL's scheme, or a host whose default port depends on it.</summary>
    public bool HasUrlScheme;

    /// <summary>
    /// Which spelling of the message is tried, from 0: issuers of some formats spell a part in several ways, of which nothing tells one.
    /// </summary>
    public int Spelling;

    /// <summary>The locators that the token was read from, a bit each.</summary>
    public uint Locators;

    /// <summary>The method that is signed.</summary>
    public ReadOnlySpan<byte> Method
    {
        get
        {
            var method = Request.Method;
            return HeadAsGet && method.SequenceEqual("HEAD"u8) ? "GET"u8 : method;
        }
    }
}
