using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
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
    // Shorter ids are no gateway's: a constant, or a number that a client chose.
    private const int ShortestRequestId = 16;

    private readonly TimeProvider _time;
    private readonly HeaderName? _requestId;
    private volatile Snapshot _snapshot;

    internal CheckEngine(Snapshot snapshot, HeaderName? requestId, TimeProvider time) =>
        (_snapshot, _requestId, _time) = (snapshot, requestId, time);

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
        if (!IsClear(snapshot, ref request)) return BadRequest(WhyUnclear(ref request));
        var found = policy is null ? snapshot.Match(listener, ref request) : snapshot.ByName(listener, policy, ref request);
        if (found is null) return Unmatched(snapshot, listener, policy, ref request);

        var shadows = found.Shadows(ref request);
        if (found.PassesWithoutToken(ref request)) return new(new Decision(snapshot, found, shadows, DecisionOutcome.Allow));
        return found.NeedsBody
            ? CheckStep.NeedBody(new(snapshot, found, shadows))
            : Verify(new(snapshot, found, shadows), found, ref request);
    }

    /// <summary>Denies a check from which no request can be read.</summary>
    /// <param name="cause">The cause, of the reason <see cref="DenyReason.BadRequest"/>.</param>
    /// <param name="header">The header of the gateway that it is about; null for none.</param>
    public CheckStep BadRequest(DenyCause cause, string? header = null) => new(new Decision(_snapshot).Deny(cause, subject: header));

    /// <summary>Goes on with a step that needs the body.</summary>
    /// <param name="step">The step.</param>
    /// <param name="request">The request with its body; by reference only to save a copy.</param>
    /// <exception cref="InvalidOperationException">The step needs no body.</exception>
    public CheckStep WithBody<TRequest>(in CheckStep step, ref TRequest request)
        where TRequest : struct, IRequestView, allows ref struct =>
        step is { Stage: CheckStage.NeedsBody, Decision.Policy: { } policy }
            ? Verify(step.Decision, policy, ref request)
            : throw new InvalidOperationException("The step needs no body.");

    // A view that is lazy is asked for what the snapshot reads.
    private static bool IsClear<TRequest>(Snapshot snapshot, ref TRequest request)
        where TRequest : struct, IRequestView, allows ref struct =>
        !request.Target.IsEmpty
        && ((TRequest.IsLazy && !snapshot.ReadsMethod) || !request.Method.IsEmpty)
        && ((TRequest.IsLazy && !snapshot.ReadsHost) || RequestHost.IsWellFormed(request.Host));

    private static DenyCause WhyUnclear<TRequest>(ref TRequest request)
        where TRequest : struct, IRequestView, allows ref struct =>
        request.Target.IsEmpty || request.Method.IsEmpty ? DenyCause.RequestLineIllFormed : DenyCause.HostIllFormed;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static CheckStep Unmatched<TRequest>(Snapshot snapshot, string listener, string? policy, ref TRequest request)
        where TRequest : struct, IRequestView, allows ref struct
    {
        var undecided = new Decision(snapshot);
        if (snapshot.MissingUnitOf(listener, ref request) is { } unit)
            return new(undecided.Deny(DenyCause.UnitNotInForce, subject: unit));
        if (policy is not null) return Deny(undecided, DenyCause.UnknownPolicy);
        return Deny(undecided, snapshot.ReadsHost && request.Host.IsEmpty ? DenyCause.NoHost : DenyCause.NoPolicy);
    }

    private CheckStep Verify<TRequest>(in Decision undecided, Policy policy, ref TRequest request)
        where TRequest : struct, IRequestView, allows ref struct
    {
        if (policy.Accepts is null) return Deny(undecided, DenyCause.Denied);
        if (policy.Accepts.Only is not { } only) return VerifyAny(undecided, policy, ref request);
        return Judge(undecided, policy, ref request, only.Scheme.Verify(ref request, only.Keys, _time));
    }

    // Apart, because a second verdict would be cleared at the start of every check.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private CheckStep VerifyAny<TRequest>(in Decision undecided, Policy policy, ref TRequest request)
        where TRequest : struct, IRequestView, allows ref struct =>
        Judge(undecided, policy, ref request, policy.Accepts!.Verify(ref request, _time));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private CheckStep Judge<TRequest>(in Decision undecided, Policy policy, ref TRequest request, in Verdict verdict)
        where TRequest : struct, IRequestView, allows ref struct
    {
        if (policy.Handshake is not HandshakeMode.Deny) return FindHandshake(undecided, policy, ref request, verdict);
        return verdict.IsAllowed ? Allow(undecided, ref request, verdict) : Deny(undecided, policy, ref request, verdict);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private CheckStep FindHandshake<TRequest>(in Decision undecided, Policy policy, ref TRequest request, in Verdict verdict)
        where TRequest : struct, IRequestView, allows ref struct
    {
        if (policy.FindHandshake(ref request, verdict, _time.GetUtcNow()) is { } handshake)
        {
            if (!verdict.IsAllowed) return new(HandshakeDecision.OfUnsigned(undecided, policy, handshake, policy.MayOpen(ref request)));
            if (policy is { Handshake: HandshakeMode.Answer, CanAnswer: true })
                return Allow(undecided.Answering(handshake), ref request, verdict);
        }

        return verdict.IsAllowed ? Allow(undecided, ref request, verdict) : Deny(undecided, policy, ref request, verdict);
    }

    private CheckStep Allow<TRequest>(in Decision undecided, ref TRequest request, in Verdict verdict)
        where TRequest : struct, IRequestView, allows ref struct =>
        verdict.Claim.IsNeeded ? NeedClaim(undecided, ref request, verdict) : new(undecided.Allow(verdict));

    // Apart, as are the handshakes: their structs would be cleared at the start of every check.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private CheckStep NeedClaim<TRequest>(in Decision undecided, ref TRequest request, in Verdict verdict)
        where TRequest : struct, IRequestView, allows ref struct =>
        CheckStep.NeedClaim(undecided.Of(verdict), verdict) with { Claim = verdict.Claim with { RequestId = RequestIdOf(ref request) } };

    private UInt128 RequestIdOf<TRequest>(ref TRequest request)
        where TRequest : struct, IRequestView, allows ref struct
    {
        if (_requestId is null || request.Header(_requestId, out var id) is not HeaderCount.One || id.Length < ShortestRequestId) return 0;
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(id, digest);
        return BinaryPrimitives.ReadUInt128BigEndian(digest);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static CheckStep Deny<TRequest>(in Decision undecided, Policy policy, ref TRequest request, in Verdict verdict)
        where TRequest : struct, IRequestView, allows ref struct
    {
        if (verdict.Cause is not DenyCause.MissingToken) return new(undecided.Of(verdict).Deny(verdict.Cause, verdict.KnownKey));
        return new(policy.PassesIfMissing(ref request)
            ? undecided.PassWithoutToken()
            : undecided.Deny(policy.Accepts!.WhyMissing(ref request)));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static CheckStep Deny(in Decision undecided, DenyCause cause) => new(undecided.Deny(cause));
}
