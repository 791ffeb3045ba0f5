using TokenAuthz.Signing.Handshakes;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Requests;
using TokenAuthz.Signing.Schemes;

namespace TokenAuthz.Signing.Verifying;

/// <summary>Finds handshakes among requests that were verified.</summary>
public static class HandshakeVerifier
{
    /// <summary>Finds the handshake that a request is: one of the scheme that allowed the request, or of any if it has no token.</summary>
    /// <param name="schemes">The schemes with the handshakes.</param>
    /// <param name="request">The request, with its body.</param>
    /// <param name="verdict">The verdict about the request.</param>
    /// <param name="verifyToken">The text that the sender was told at its registration; empty for none.</param>
    /// <param name="now">The time of the check.</param>
    /// <returns>Null when the request is no handshake.</returns>
    public static HandshakeAnswer? FindHandshake<TRequest>(
        this AcceptedSchemes schemes, ref TRequest request, Verdict verdict, ReadOnlySpan<byte> verifyToken, DateTimeOffset now)
        where TRequest : struct, IRequestView, allows ref struct
    {
        ArgumentNullException.ThrowIfNull(schemes);
        for (var i = 0; i < schemes.All.Length; i++)
        {
            if (verdict.IsAllowed && i != verdict.Scheme) continue;
            var (scheme, keys) = schemes.All[i];
            if (scheme.FindHandshake(ref request, verdict, keys, verifyToken, now) is { } answer) return answer;
        }

        return null;
    }

    /// <summary>
    /// Finds the handshake that a request is, and its answer. A request whose token is wrong is none; one of a handshake that is signed
    /// needs its token, one of another may lack it.
    /// </summary>
    /// <param name="scheme">The scheme with the handshakes.</param>
    /// <param name="request">The request, with its body.</param>
    /// <param name="verdict">The verdict about the request.</param>
    /// <param name="keys">The keys, of which the first that is valid signs an answer to a request without a token.</param>
    /// <param name="verifyToken">The text that the sender was told at its registration; empty for none.</param>
    /// <param name="now">The time of the check.</param>
    /// <returns>Null when the request is no handshake.</returns>
    public static HandshakeAnswer? FindHandshake<TRequest>(
        this Scheme scheme, ref TRequest request, Verdict verdict, KeyRing keys, ReadOnlySpan<byte> verifyToken, DateTimeOffset now)
        where TRequest : struct, IRequestView, allows ref struct
    {
        ArgumentNullException.ThrowIfNull(scheme);
        ArgumentNullException.ThrowIfNull(keys);
        if (!verdict.IsAllowed && verdict.Reason is not DenyReason.MissingToken) return null;
        foreach (var handshake in scheme.Handshakes)
        {
            if (handshake.IsSigned && !verdict.IsAllowed) continue;
            var key = verdict.Key ?? (keys.TryGetSigningKey(now, out var first) ? first : null);
            if (handshake.TryAnswer(ref request, key, verifyToken) is { } answer) return answer;
        }

        return null;
    }
}
