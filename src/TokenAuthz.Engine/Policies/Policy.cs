using TokenAuthz.Signing.Handshakes;
using TokenAuthz.Signing.Requests;
using TokenAuthz.Signing.Verifying;

namespace TokenAuthz.Engine.Policies;

/// <summary>Which requests a policy matches, and the token that they need. Immutable.</summary>
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

    /// <summary>
    /// The schemes of which a request needs a token, each with its keys; null unless the action is <see cref="PolicyAction.Check"/>.
    /// </summary>
    public AcceptedSchemes? Accepts { get; init; }

    /// <summary>What happens to the handshakes of the schemes.</summary>
    public HandshakeMode Handshake { get; init; }

    /// <summary>
    /// Whether the host has to read the body: a scheme signs it, or a request of a policy with handshakes is one only without more in
    /// its body.
    /// </summary>
    public bool NeedsBody => Accepts is { SignsBody: true } || Handshake is not HandshakeMode.Deny;

    /// <summary>Whether the host is listed, signed, or part of the answer to a handshake.</summary>
    internal bool ReadsHost => !Scope.Hosts.IsEmpty || Accepts is { ReadsHost: true } || Handshake is not HandshakeMode.Deny;

    /// <summary>Whether the listener's gateway hands on an answer with the status 200 that is no allow.</summary>
    internal bool CanAnswer { get; private set; } = true;

    /// <summary>The text that the sender was told at its registration; empty for none.</summary>
    internal byte[] VerifyToken { get; init; } = [];

    /// <summary>Whether the policy lists its keys, and does not accept every key.</summary>
    internal bool ListsKeys { get; init; }

    internal PolicyScope Scope { get; init; } = PolicyScope.Everything;

    /// <summary>Whether a request passes whatever its token.</summary>
    public bool PassesWithoutToken<TRequest>(ref TRequest request)
        where TRequest : struct, IRequestView, allows ref struct =>
        (Action is PolicyAction.Allow && MayOpen(ref request)) || (AllowsPreflight && IsPreflight(ref request));

    /// <summary>The handshake that a request is, after its token was verified; null when it is none.</summary>
    internal HandshakeAnswer? FindHandshake<TRequest>(ref TRequest request, Verdict verdict, DateTimeOffset now)
        where TRequest : struct, IRequestView, allows ref struct =>
        Accepts?.FindHandshake(ref request, verdict, VerifyToken, now);

    /// <summary>The same policy for a listener whose gateway takes a status of 200 for an allow.</summary>
    internal Policy WithoutAnswers()
    {
        var copy = (Policy)MemberwiseClone();
        copy.CanAnswer = false;
        return copy;
    }

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

    /// <summary>Whether a request passes because it has no token, and the policy needs none.</summary>
    public bool PassesIfMissing<TRequest>(ref TRequest request)
        where TRequest : struct, IRequestView, allows ref struct =>
        Mode is PolicyMode.Optional && MayOpen(ref request);

    /// <summary>Whether a request that the policy denies passes, because the policy is in shadow.</summary>
    internal bool Shadows<TRequest>(ref TRequest request)
        where TRequest : struct, IRequestView, allows ref struct =>
        Mode is PolicyMode.Shadow && MayOpen(ref request);

    /// <summary>
    /// Whether a request may pass without a token: the upstream may read an
    /// ambiguous path as one that another policy of the listener guards.
    /// </summary>
    internal bool MayOpen<TRequest>(ref TRequest request)
        where TRequest : struct, IRequestView, allows ref struct =>
        _matchesWhateverPath || !RequestPath.IsAmbiguous(RequestPath.Of(request.Target));

    private static bool IsPreflight<TRequest>(ref TRequest request)
        where TRequest : struct, IRequestView, allows ref struct =>
        request.Method.SequenceEqual("OPTIONS"u8)
        && request.Header(Origin, out _) is HeaderCount.One
        && request.Header(RequestedMethod, out _) is HeaderCount.One
        && !RequestPath.IsAmbiguous(RequestPath.Of(request.Target));
}
