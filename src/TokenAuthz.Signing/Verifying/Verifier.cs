using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Requests;
using TokenAuthz.Signing.Schemes;

namespace TokenAuthz.Signing.Verifying;

/// <summary>Checks requests against a scheme.</summary>
public static class Verifier
{
    /// <summary>Checks a request now, as below. Reads the clock only if the time matters.</summary>
    /// <param name="schemes">The schemes of which the request needs a token.</param>
    /// <param name="request">The request; copied once for each scheme.</param>
    /// <param name="time">The clock.</param>
    /// <returns>Allowed by a key, or denied for a reason.</returns>
    public static Verdict Verify<TRequest>(this AcceptedSchemes schemes, ref TRequest request, TimeProvider time)
        where TRequest : struct, IRequestView, allows ref struct
    {
        ArgumentNullException.ThrowIfNull(schemes);
        ArgumentNullException.ThrowIfNull(time);
        return schemes.Verify(ref request, schemes.NeedsTime ? time.GetUtcNow() : DateTimeOffset.MaxValue, trace: null);
    }

    /// <summary>
    /// Checks a request against several schemes. One token of any of them is enough; two tokens in different places are denied. If no
    /// scheme allows, the one that came furthest gives the reason: in the order of <see cref="DenyCause"/>, so that an ended token of
    /// one is <see cref="DenyReason.Expired"/>.
    /// </summary>
    /// <param name="schemes">The schemes of which the request needs a token.</param>
    /// <param name="request">The request; copied once for each scheme.</param>
    /// <param name="now">The time of the check.</param>
    /// <param name="trace">Receives each step, keys masked; null for none.</param>
    /// <returns>Allowed by a key, or denied for a reason.</returns>
    public static Verdict Verify<TRequest>(
        this AcceptedSchemes schemes, ref TRequest request, DateTimeOffset now, IVerifyTrace? trace)
        where TRequest : struct, IRequestView, allows ref struct
    {
        ArgumentNullException.ThrowIfNull(schemes);
        var furthest = Verdict.Deny(DenyCause.MissingToken);
        for (var i = 0; i < schemes.All.Length; i++)
        {
            var (scheme, keys) = schemes.All[i];
            trace?.Scheme(schemes.All[i]);
            var verdict = scheme.Verify(ref request, keys, now, trace) with { Scheme = i };
            if (!verdict.IsAllowed && verdict.Cause <= furthest.Cause) continue;
            furthest = verdict;
            if (verdict.IsAllowed) break;
        }

        var hasToken = furthest.IsAllowed || furthest.Reason is not DenyReason.MissingToken;
        if (!hasToken || !schemes.HasOther(furthest.Scheme, ref request)) return furthest;
        trace?.SecondToken(schemes.All[furthest.Scheme]);
        return Verdict.Deny(DenyCause.TwoTokens) with { Scheme = furthest.Scheme };
    }

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
        if (scheme.Forms.Length > 1 && scheme.Choice.Choose(ref request, out form) is { } cause)
            return Verdict.Deny(cause);
        Span<byte> memory = stackalloc byte[Verification<TRequest>.MemorySize];
        var verification = new Verification<TRequest>(scheme.Forms[form], keys, now, trace, memory);
        return verification.Run(in request);
    }
}
