using TokenAuthz.Engine.Policies;
using TokenAuthz.Engine.Snapshots;
using TokenAuthz.Signing;
using TokenAuthz.Signing.Requests;
using TokenAuthz.Signing.Verifying;

namespace TokenAuthz.Engine.Checks;

/// <summary>
/// Decides whether requests may pass, by one immutable snapshot of the configuration that a reload replaces in full or not at
/// all. The engine calls no host back: a step says when the host has to read the body or to claim the token, and the host counts,
/// logs and answers the decision.
/// </summary>
public sealed class CheckEngine
{
    private readonly TimeProvider _time;
    private volatile Snapshot _snapshot;

    internal CheckEngine(Snapshot snapshot, TimeProvider time) => (_snapshot, _time) = (snapshot, time);

    /// <summary>The snapshot in force.</summary>
    public Snapshot Snapshot
    {
        get => _snapshot;
        internal set => _snapshot = value;
    }

    /// <summary>
    /// Begins the check of a request; its later steps use the snapshot that is in force now. Allocates nothing unless the scheme has to.
    /// </summary>
    /// <param name="listener">The name of the listener that the request came in on.</param>
    /// <param name="policy">The name of the policy that the gateway's route sets; null for the first that matches the request.</param>
    /// <param name="request">The request, which needs no body yet; by reference only to save a copy.</param>
    public CheckStep Begin<TRequest>(string listener, string? policy, ref TRequest request)
        where TRequest : struct, IRequestView, allows ref struct
    {
        var snapshot = _snapshot;
        if (request.Method.IsEmpty || request.Target.IsEmpty || !RequestHost.IsWellFormed(request.Host)) return BadRequest(fault: null);
        var found = policy is null ? snapshot.Match(listener, ref request) : snapshot.ByName(listener, policy);
        if (found is null) return new(new Decision(snapshot).Deny(DenyReason.NoPolicy));

        var undecided = new Decision(snapshot, found, found.Shadows(ref request));
        if (found.PassesWithoutToken(ref request)) return new(undecided.Allow(key: null));
        return found.NeedsBody ? CheckStep.NeedBody(undecided) : Verify(undecided, found, ref request);
    }

    /// <summary>Denies a check from which no request can be read.</summary>
    /// <param name="fault">The reason for the log; null when the log has no more to say.</param>
    public CheckStep BadRequest(string? fault) => new(new Decision(_snapshot).Deny(DenyReason.BadRequest, fault));

    /// <summary>Goes on with a step that needs the body.</summary>
    /// <param name="step">The step.</param>
    /// <param name="request">The request with its body; by reference only to save a copy.</param>
    /// <exception cref="InvalidOperationException">The step needs no body.</exception>
    public CheckStep WithBody<TRequest>(in CheckStep step, ref TRequest request)
        where TRequest : struct, IRequestView, allows ref struct =>
        step is { Stage: CheckStage.NeedsBody, Decision.Policy: { } policy }
            ? Verify(step.Decision, policy, ref request)
            : throw new InvalidOperationException("The step needs no body.");

    private CheckStep Verify<TRequest>(in Decision undecided, Policy policy, ref TRequest request)
        where TRequest : struct, IRequestView, allows ref struct
    {
        if (policy.Scheme is null || policy.Keys is null) return new(undecided.Deny(DenyReason.NoPolicy));
        var now = _time.GetUtcNow();
        var verdict = policy.Scheme.Verify(ref request, policy.Keys, now);
        if (policy.Handshake is not HandshakeMode.Deny && policy.FindHandshake(ref request, verdict, now) is { } handshake)
        {
            if (!verdict.IsAllowed) return new(HandshakeDecision.OfUnsigned(undecided, policy, handshake, policy.MayOpen(ref request)));
            if (policy is { Handshake: HandshakeMode.Answer, CanAnswer: true }) return Allow(undecided.Answering(handshake), verdict);
        }

        return verdict.IsAllowed ? Allow(undecided, verdict) : new(undecided.Deny(verdict.Reason));
    }

    private static CheckStep Allow(in Decision undecided, Verdict verdict) =>
        verdict.Claim.IsNeeded ? CheckStep.NeedClaim(undecided, verdict) : new(undecided.Allow(verdict.Key));
}
