using System.Collections.Frozen;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using Prometheus;
using TokenAuthz.Engine.Checks;
using TokenAuthz.Engine.Policies;
using TokenAuthz.Listeners;
using TokenAuthz.Signing;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Verifying;

namespace TokenAuthz.Observability;

/// <summary>
/// Counts decisions. The children of a metric are looked up by the policy or the key itself, so that counting allocates nothing.
/// </summary>
internal sealed class CheckMetrics
{
    private readonly Counter _decisions;
    private readonly Counter _keyUses;
    private readonly Counter _schemeUses;
    private readonly Counter _shadowDisagreements;
    private readonly FrozenDictionary<string, ListenerMetrics> _listeners;
    private readonly ConditionalWeakTable<Key, Counter.Child> _keys = [];
    private readonly ConditionalWeakTable<AcceptedScheme, Counter.Child> _schemes = [];

    public CheckMetrics(IMetricFactory factory, IEnumerable<ListenerSettings> listeners)
    {
        _decisions = Metric.Decisions.Counter(factory);
        _keyUses = Metric.KeyUses.Counter(factory);
        _schemeUses = Metric.SchemeUses.Counter(factory);
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
        if (decision.Key is not { } key) return;
        _keys.GetValue(key, key => _keyUses.WithLabels(key.Name)).Inc();
        if (decision.Policy is { Accepts.All.Length: > 1 } several) CountScheme(several, decision.Scheme!);
    }

    private void CountScheme(Policy policy, AcceptedScheme scheme)
    {
        if (!_schemes.TryGetValue(scheme, out var uses))
            _schemes.AddOrUpdate(scheme, uses = _schemeUses.WithLabels(policy.Name, scheme.Name));
        uses.Inc();
    }

    /// <summary>The metrics of one listener.</summary>
    private sealed class ListenerMetrics(string name, Counter decisions, IHistogram duration)
    {
        // Stands for the policy of a decision that no policy made.
        private static readonly object NoPolicy = new();

        private const int OfReasons = 4;

        // A reload replaces policies, and the table forgets the replaced ones with their snapshot.
        private readonly ConditionalWeakTable<object, Counter.Child[]> _policies = [];

        public IHistogram Duration { get; } = duration;

        public void Count(in Decision decision)
        {
            // Each child is made when it is first needed, because there may be thousands of policies.
            var policy = (object?)decision.Policy ?? NoPolicy;
            var children = _policies.GetValue(policy, static _ => new Counter.Child[OfReasons + DenyReasons.All.Length]);
            (children[IndexOf(decision)] ??= Child(decision)).Inc();
        }

        // Of the children, the first ones are the allows and the handshakes, the others the denials in the order of their reasons.
        private static int IndexOf(in Decision decision) => decision.Outcome switch
        {
            DecisionOutcome.Allow when decision.LacksToken => 3,
            DecisionOutcome.Allow when decision.Handshake is null => 0,
            DecisionOutcome.Shadow => 0,
            DecisionOutcome.Allow => 1,
            DecisionOutcome.Answer => 2,
            DecisionOutcome.Deny => OfReasons + (int)decision.Reason!.Value,
            _ => throw new UnreachableException(),
        };

        private Counter.Child Child(in Decision decision)
        {
            var (outcome, reason) = decision.Outcome switch
            {
                DecisionOutcome.Allow when decision.LacksToken => ("allow", Decision.NoTokenReason),
                DecisionOutcome.Allow or DecisionOutcome.Shadow => ("allow", decision.Handshake is null ? "" : Decision.HandshakeReason),
                DecisionOutcome.Answer => ("answer", Decision.HandshakeReason),
                DecisionOutcome.Deny => ("deny", decision.Reason!.Value.Code()),
                _ => throw new UnreachableException(),
            };
            return decisions.WithLabels(name, decision.Policy?.Name ?? "", outcome, reason);
        }
    }
}
