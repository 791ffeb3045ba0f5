using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Engine;

/// <summary>Everything that a decision depends on, as it was configured at one time. Immutable.</summary>
public sealed class Snapshot(Policy policy, KeyRing keys)
{
    /// <summary>Every key.</summary>
    public KeyRing Keys { get; } = keys;

    /// <summary>The policy for every request.</summary>
    public Policy Policy { get; } = policy;

    internal Decision Decide<TRequest>(ref TRequest request, DateTimeOffset now)
        where TRequest : struct, IRequestView =>
        new(Policy, Policy.Scheme.Verify(ref request, Policy.Keys, now));
}
