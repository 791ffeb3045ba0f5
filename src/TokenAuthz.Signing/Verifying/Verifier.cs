using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Requests;
using TokenAuthz.Signing.Schemes;

namespace TokenAuthz.Signing.Verifying;

/// <summary>Checks requests against a scheme.</summary>
public static class Verifier
{
    /// <summary>Checks a request now. Reads the clock only if the time matters for the scheme or for a key.</summary>
    /// <param name="scheme">The scheme that the token has to be of.</param>
    /// <param name="request">The request; copied once.</param>
    /// <param name="keys">The keys: the check takes the one that the token names, or tries each in order.</param>
    /// <param name="time">The clock.</param>
    /// <returns>Allowed by a key, or denied for a reason.</returns>
    public static Verdict Verify<TRequest>(this Scheme scheme, ref TRequest request, KeyRing keys, TimeProvider time)
        where TRequest : struct, IRequestView, allows ref struct
    {
        ArgumentNullException.ThrowIfNull(scheme);
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(time);

        // The end of time: whatever ends has ended.
        return scheme.Verify(ref request, keys, scheme.NeedsTime || keys.NeedTime ? time.GetUtcNow() : DateTimeOffset.MaxValue);
    }

    /// <summary>Checks a request. Allocates nothing unless the format makes it decode or sort.</summary>
    /// <param name="scheme">The scheme that the token has to be of.</param>
    /// <param name="request">The request; copied once.</param>
    /// <param name="keys">The keys: the check takes the one that the token names, or tries each in order.</param>
    /// <param name="now">The time of the check.</param>
    /// <param name="trace">Receives each step, keys masked; null for none.</param>
    /// <returns>Allowed by a key, or denied for a reason.</returns>
    public static Verdict Verify<TRequest>(
        this Scheme scheme, ref TRequest request, KeyRing keys, DateTimeOffset now, IVerifyTrace? trace = null)
        where TRequest : struct, IRequestView, allows ref struct
    {
        ArgumentNullException.ThrowIfNull(scheme);
        ArgumentNullException.ThrowIfNull(keys);
        var form = 0;
        if (scheme.Forms.Length > 1 && scheme.Choice.Choose(ref request, out form) is { } reason) return Verdict.Deny(reason);
        Span<byte> memory = stackalloc byte[Verification<TRequest>.MemorySize];
        var verification = new Verification<TRequest>(scheme.Forms[form], keys, now, trace, memory);
        return verification.Run(in request);
    }
}
