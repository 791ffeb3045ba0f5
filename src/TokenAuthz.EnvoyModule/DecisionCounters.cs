using System.Collections.Immutable;
using System.Text;
using TokenAuthz.Engine.Checks;
using TokenAuthz.Signing;

namespace TokenAuthz.EnvoyModule;

/// <summary>Counts decisions in Envoy's statistics. Each has a counter of its own: one that Envoy finds by labels costs more than the check.</summary>
internal sealed class DecisionCounters(nint configuration)
{
    private readonly nuint _allowed = Define(configuration, "allowed");
    private readonly nuint _unchecked = Define(configuration, "unchecked");
    private readonly ImmutableArray<nuint> _denied = DefineReasons(configuration, "denied");
    private readonly ImmutableArray<nuint> _shadowed = DefineReasons(configuration, "shadowed");

    /// <summary>Counts a decision.</summary>
    public void Count(nint stream, in Decision decision) =>
        EnvoyAbi.Increment(stream, decision.Reason is { } reason ? (decision.IsAllowed ? _shadowed : _denied)[(int)reason] : _allowed);

    /// <summary>Counts a request of a route that is not checked.</summary>
    public void CountUnchecked(nint stream) => EnvoyAbi.Increment(stream, _unchecked);

    private static ImmutableArray<nuint> DefineReasons(nint configuration, string name) =>
        [.. DenyReasons.All.Select(reason => Define(configuration, $"{name}_{reason.Code()}"))];

    private static nuint Define(nint configuration, string name) =>
        EnvoyAbi.DefineCounter(configuration, Encoding.ASCII.GetBytes($"token_authz_{name}"));
}
