using TokenAuthz.Engine.Checks;
using TokenAuthz.Signing;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Requests;
using TokenAuthz.Signing.Schemes;
using TokenAuthz.Signing.Verifying;

namespace TokenAuthz.Engine.Policies;

/// <summary>Which requests it covers, and what they have to show: a scheme's token, made with one of the keys. Immutable.</summary>
public sealed class Policy
{
    private static readonly HeaderName Origin = new("origin");
    private static readonly HeaderName RequestedMethod = new("access-control-request-method");

    private bool _isWhateverThePath;

    /// <summary>The name, from configuration: it labels metrics.</summary>
    public required string Name { get; init; }

    /// <summary>What happens to the requests it covers.</summary>
    public PolicyAction Action { get; init; }

    /// <summary>Whether denials count.</summary>
    public PolicyMode Mode { get; init; }

    /// <summary>Whether a browser's question before a request of another origin passes; it cannot carry a token.</summary>
    public bool AllowsPreflight { get; init; }

    /// <summary>How denials are answered.</summary>
    public DenyResponses Denials { get; init; } = DenyResponses.Default;

    /// <summary>The format of the token; null unless a token is asked for.</summary>
    public Scheme? Scheme { get; init; }

    /// <summary>The keys that may have made it; null unless a token is asked for.</summary>
    public KeyRing? Keys { get; init; }

    /// <summary>Whether the body is signed, so that the host has to read it before it asks for a decision.</summary>
    public bool SignsBody => Scheme is { SignsBody: true };

    internal PolicyScope Scope { get; init; } = PolicyScope.Everything;

    /// <summary>The decision about a request that the host has a reason against: it cannot read the body, or the token was used.</summary>
    /// <param name="request">The request; by reference only to save a copy.</param>
    /// <param name="reason">The reason.</param>
    public Decision Deny<TRequest>(ref TRequest request, DenyReason reason)
        where TRequest : struct, IRequestView =>
        Deny(ref request, Verdict.Deny(reason));

    /// <summary>Whether a request passes whatever its token.</summary>
    public bool PassesWithoutToken<TRequest>(ref TRequest request)
        where TRequest : struct, IRequestView =>
        (Action is PolicyAction.Allow && MayOpen(ref request)) || (AllowsPreflight && IsPreflight(ref request));

    /// <summary>The same policy for a listener of which no policy lists paths.</summary>
    internal Policy WhateverThePath()
    {
        var copy = (Policy)MemberwiseClone();
        copy._isWhateverThePath = true;
        return copy;
    }

    internal bool Covers<TRequest>(ref TRequest request, ReadOnlySpan<byte> path)
        where TRequest : struct, IRequestView =>
        Scope.Covers(ref request, path) && (Action is not PolicyAction.Allow || !RequestPath.IsAmbiguous(path));

    internal Decision Decide<TRequest>(ref TRequest request, DateTimeOffset now)
        where TRequest : struct, IRequestView
    {
        if (PassesWithoutToken(ref request)) return Decision.Allow(this, default);
        var verdict = Scheme is null || Keys is null ? Verdict.Deny(DenyReason.NoPolicy) : Scheme.Verify(ref request, Keys, now);
        return verdict.IsAllowed ? Decision.Allow(this, verdict) : Deny(ref request, verdict);
    }

    private Decision Deny<TRequest>(ref TRequest request, in Verdict verdict)
        where TRequest : struct, IRequestView =>
        Mode is PolicyMode.Shadow && MayOpen(ref request) ? Decision.Shadow(this, verdict) : Decision.Deny(this, verdict);

    private static bool IsPreflight<TRequest>(ref TRequest request)
        where TRequest : struct, IRequestView =>
        request.Method.SequenceEqual("OPTIONS"u8)
        && request.Header(Origin, out _) is HeaderCount.One
        && request.Header(RequestedMethod, out _) is HeaderCount.One
        && !RequestPath.IsAmbiguous(RequestPath.Of(request.Target));

    // The upstream may read the path as another one, which another policy of the listener guards.
    private bool MayOpen<TRequest>(ref TRequest request)
        where TRequest : struct, IRequestView =>
        _isWhateverThePath || !RequestPath.IsAmbiguous(RequestPath.Of(request.Target));
}
