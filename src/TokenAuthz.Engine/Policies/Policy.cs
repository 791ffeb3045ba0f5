using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Requests;
using TokenAuthz.Signing.Schemes;

namespace TokenAuthz.Engine.Policies;

/// <summary>Which requests a policy matches, and the token that they need: of a scheme, signed with one of the keys. Immutable.</summary>
public sealed class Policy
{
    private static readonly HeaderName Origin = new("origin");
    private static readonly HeaderName RequestedMethod = new("access-control-request-method");

    private bool _matchesWhateverPath;

    /// <summary>The name, from configuration: it labels metrics.</summary>
    public required string Name { get; init; }

    /// <summary>What happens to the requests that the policy matches.</summary>
    public PolicyAction Action { get; init; }

    /// <summary>Whether a request that the policy denies may pass all the same.</summary>
    public PolicyMode Mode { get; init; }

    /// <summary>Whether a CORS preflight passes, because a browser sends it without a token.</summary>
    public bool AllowsPreflight { get; init; }

    /// <summary>The answer to each reason for a deny.</summary>
    public DenyResponses DenyResponses { get; init; } = DenyResponses.Default;

    /// <summary>The format of the token; null unless the action is <see cref="PolicyAction.Check"/>.</summary>
    public Scheme? Scheme { get; init; }

    /// <summary>The keys that may have signed the token; null unless the action is <see cref="PolicyAction.Check"/>.</summary>
    public KeyRing? Keys { get; init; }

    /// <summary>Whether the scheme signs the body, so that the host has to read it.</summary>
    public bool SignsBody => Scheme is { SignsBody: true };

    internal PolicyScope Scope { get; init; } = PolicyScope.Everything;

    /// <summary>Whether a request passes whatever its token.</summary>
    public bool PassesWithoutToken<TRequest>(ref TRequest request)
        where TRequest : struct, IRequestView, allows ref struct =>
        (Action is PolicyAction.Allow && MayOpen(ref request)) || (AllowsPreflight && IsPreflight(ref request));

    /// <summary>The same policy for a listener none of whose policies lists paths.</summary>
    internal Policy WhateverThePath()
    {
        var copy = (Policy)MemberwiseClone();
        copy._matchesWhateverPath = true;
        return copy;
    }

    /// <summary>Whether the policy matches a request; its host was looked at before.</summary>
    internal bool Matches<TRequest>(ref TRequest request, ReadOnlySpan<byte> path)
        where TRequest : struct, IRequestView, allows ref struct =>
        Scope.Matches(ref request, path) && (Action is not PolicyAction.Allow || !RequestPath.IsAmbiguous(path));

    /// <summary>Whether a request that the policy denies passes, because the policy is in shadow.</summary>
    internal bool Shadows<TRequest>(ref TRequest request)
        where TRequest : struct, IRequestView, allows ref struct =>
        Mode is PolicyMode.Shadow && MayOpen(ref request);

    private static bool IsPreflight<TRequest>(ref TRequest request)
        where TRequest : struct, IRequestView, allows ref struct =>
        request.Method.SequenceEqual("OPTIONS"u8)
        && request.Header(Origin, out _) is HeaderCount.One
        && request.Header(RequestedMethod, out _) is HeaderCount.One
        && !RequestPath.IsAmbiguous(RequestPath.Of(request.Target));

    // The upstream may read an ambiguous path as one that another policy of the listener guards.
    private bool MayOpen<TRequest>(ref TRequest request)
        where TRequest : struct, IRequestView, allows ref struct =>
        _matchesWhateverPath || !RequestPath.IsAmbiguous(RequestPath.Of(request.Target));
}
