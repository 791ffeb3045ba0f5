using TokenAuthz.Engine.Policies;
using TokenAuthz.Engine.Snapshots;
using TokenAuthz.Signing;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Engine.Checks;

/// <summary>
/// Answers the question: may this request pass? By one immutable snapshot of the configuration, which a reload replaces
/// in full or not at all. Calls nobody back: the host counts, logs and answers.
/// </summary>
public sealed class DecisionEngine
{
    private readonly TimeProvider _time;
    private volatile Snapshot _snapshot;

    internal DecisionEngine(Snapshot snapshot, TimeProvider time) => (_snapshot, _time) = (snapshot, time);

    /// <summary>The snapshot in force.</summary>
    public Snapshot Snapshot
    {
        get => _snapshot;
        internal set => _snapshot = value;
    }

    /// <summary>Finds the policy of a request; null when there is none. Allocates nothing.</summary>
    /// <param name="listener">The listener's name.</param>
    /// <param name="request">The request; by reference only to save a copy.</param>
    public Policy? Find<TRequest>(string listener, ref TRequest request)
        where TRequest : struct, IRequestView =>
        _snapshot.Find(listener, ref request);

    /// <summary>Decides a request by its policy. Synchronous; allocates nothing unless the policy's scheme has to.</summary>
    /// <param name="policy">The policy that was found for it; null denies.</param>
    /// <param name="request">The request, with its body if <see cref="Policy.SignsBody"/>; by reference only to save a copy.</param>
    public Decision Decide<TRequest>(Policy? policy, ref TRequest request)
        where TRequest : struct, IRequestView =>
        policy is null ? Decision.Deny(DenyReason.NoPolicy) : policy.Decide(ref request, _time.GetUtcNow());
}
