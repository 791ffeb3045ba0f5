using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using Prometheus;
using TokenAuthz.Engine.Checks;
using TokenAuthz.Listeners;
using TokenAuthz.Signing;
using TokenAuthz.Signing.Keys;

namespace TokenAuthz.Observability;

/// <summary>
/// Counts decisions. The children of a metric are looked up by the policy or the key itself, so that counting allocates nothing.
/// </summary>
internal sealed class CheckMetrics
{
    private readonly Counter _decisions;
    private readonly Counter _keyUses;
    private readonly Counter _shadowDisagreements;
    private readonly FrozenDictionary<string, ListenerMetrics> _listeners;
    private readonly ConditionalWeakTable<Key, Counter.Child> _keys = [];

    public CheckMetrics(IMetricFactory factory, IEnumerable<ListenerSettings> listeners)
    {
        _decisions = Metric.Decisions.Counter(factory);
        _keyUses = Metric.KeyUses.Counter(factory);
        _shadowDisagreements = Metric.ShadowDisagreements.Counter(factory);
        var durations = Metric.DecisionDuration.Histogram(factory);
        _listeners = listeners.ToFrozenDictionary(
            listener => listener.Name,
            listener => new ListenerMetrics(listener.Name, _decisions, durations.WithLabels(listener.Name)),
            StringComparer.Ordinal);
    }

    public void Observe(string listener, in Decision decision, TimeSpan duration)
    {
        var metrics = _listeners[listener];
        metrics.Duration.Observe(duration.TotalSeconds);
        metrics.Count(decision);
        if (decision is { Outcome: DecisionOutcome.Shadow, Policy: { } policy }) _shadowDisagreements.WithLabels(policy.Name).Inc();
        if (decision.Key is { } key) _keys.GetValue(key, key => _keyUses.WithLabels(key.Id)).Inc();
    }

    /// <summary>The metrics of one listener.</summary>
    private sealed class ListenerMetrics(string name, Counter decisions, IHistogram duration)
    {
        // Stands for the policy of a decision that no policy made.
        private static readonly object NoPolicy = new();

        // A reload replaces policies, and the table forgets the replaced ones with their snapshot.
        private readonly ConditionalWeakTable<object, Counter.Child[]> _policies = [];

        public IHistogram Duration { get; } = duration;

        public void Count(in Decision decision)
        {
            // The first child is the allow, the others are the denials in the order of their reasons. Each is made when it is first
            // needed, because there may be thousands of policies.
            var policy = (object?)decision.Policy ?? NoPolicy;
            var children = _policies.GetValue(policy, static _ => new Counter.Child[1 + DenyReasons.All.Length]);
            DenyReason? denied = decision.IsAllowed ? null : decision.Reason;
            (children[denied is { } reason ? 1 + (int)reason : 0] ??= Child(decision.Policy?.Name ?? "", denied)).Inc();
        }

        private Counter.Child Child(string policy, DenyReason? denied) =>
            denied is { } reason
                ? decisions.WithLabels(name, policy, "deny", reason.Code())
                : decisions.WithLabels(name, policy, "allow", "");
    }
}
