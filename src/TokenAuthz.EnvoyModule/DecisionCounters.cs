using System.Collections.Immutable;
using System.Diagnostics;
using System.Text;
using TokenAuthz.Engine.Checks;
using TokenAuthz.Signing;

namespace TokenAuthz.EnvoyModule;

/// <summary>Counts decisions in Envoy's statistics. They are a closed set, so each has a counter of its own: one that is found by labels costs more than the check.</summary>
internal sealed class DecisionCounters(nint configuration)
{
    private readonly nuint _allowed = Define(configuration, "allowed");
    private readonly nuint _unchecked = Define(configuration, "unchecked");
    private readonly ImmutableArray<nuint> _denied = [.. DenyReasons.All.Select(reason => Define(configuration, $"denied_{reason.Code()}"))];
    private readonly ImmutableArray<nuint> _shadowed = [.. DenyReasons.All.Select(reason => Define(configuration, $"shadowed_{reason.Code()}"))];

    /// <summary>Counts a decision.</summary>
    public void Count(nint stream, in Decision decision) => EnvoyAbi.Increment(stream, decision.Outcome switch
    {
        DecisionOutcome.Allow => _allowed,
        DecisionOutcome.Shadow => _shadowed[(int)decision.Reason],
        DecisionOutcome.Deny => _denied[(int)decision.Reason],
        _ => throw new UnreachableException(),
    });

    /// <summary>Counts a request of a route that is not checked.</summary>
    public void CountUnchecked(nint stream) => EnvoyAbi.Increment(stream, _unchecked);

    private static nuint Define(nint configuration, string name) => EnvoyAbi.DefineCounter(configuration, Encoding.ASCII.GetBytes($"token_authz_{name}"));
}
