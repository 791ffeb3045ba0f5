using System.Security.Cryptography;
using TokenAuthz.Signing.Digests;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Signing;

/// <summary>A signature format: where the token of a request is, and what it has to be. Immutable, and safe to share.</summary>
public sealed class Scheme
{
    private const int TokenLength = 2 * Md5.Size;

    private readonly HeaderName _header;

    private Scheme(string name, HeaderName header) => (Name, _header) = (name, header);

    /// <summary>
    /// The default: the header <c>token</c> is the lower-case hex MD5 of the request target followed by the secret.
    /// Source: the article on writing this check as an Envoy Go filter.
    /// </summary>
    public static Scheme TokenHeader { get; } = new("token-header", new HeaderName("token"));

    /// <summary>The name that configuration knows the scheme by.</summary>
    public string Name { get; }

    /// <summary>The header that carries the token.</summary>
    public HeaderName Header => _header;

    /// <summary>Checks a request. Allocates nothing, and takes the same time for any token of the right length.</summary>
    /// <param name="request">The request; by reference only to save a copy.</param>
    /// <param name="keys">The keys, tried in order.</param>
    /// <param name="now">The instant at which keys have to hold.</param>
    /// <returns>Allowed by a key, or denied: <see cref="DenyReason.MissingToken"/>, <see cref="DenyReason.InvalidToken"/>.</returns>
    public Verdict Verify<TRequest>(ref TRequest request, KeyRing keys, DateTimeOffset now)
        where TRequest : IRequestView, allows ref struct
    {
        ArgumentNullException.ThrowIfNull(keys);

        var count = request.Header(_header, out var token);
        if (count is HeaderCount.None) return Verdict.Deny(DenyReason.MissingToken);
        if (count is HeaderCount.Several || token.Length != TokenLength) return Verdict.Deny(DenyReason.InvalidToken);

        var target = request.Target;
        Span<byte> expected = stackalloc byte[TokenLength];
        foreach (var key in keys.Keys)
        {
            if (!key.IsValidAt(now)) continue;
            WriteToken(target, key, expected);
            if (CryptographicOperations.FixedTimeEquals(expected, token)) return Verdict.Allow(key);
        }

        return Verdict.Deny(DenyReason.InvalidToken);
    }

    /// <summary>Makes the token that <see cref="Verify"/> allows.</summary>
    /// <param name="target">The request target: path and query, as they will be sent.</param>
    /// <param name="key">The key to sign with.</param>
    /// <returns>The token, for the header <see cref="Header"/>.</returns>
    public static string Sign(ReadOnlySpan<byte> target, Key key)
    {
        ArgumentNullException.ThrowIfNull(key);
        Span<byte> token = stackalloc byte[TokenLength];
        WriteToken(target, key, token);
        return System.Text.Encoding.ASCII.GetString(token);
    }

    private static void WriteToken(ReadOnlySpan<byte> target, Key key, Span<byte> token)
    {
        Span<byte> digest = stackalloc byte[Md5.Size];
        var md5 = new Md5();
        md5.Append(target);
        md5.Append(key.Secret);
        md5.Finish(digest);
        _ = Convert.TryToHexStringLower(digest, token, out _);
    }
}
