using System.Collections.Immutable;
using System.Diagnostics;
using TokenAuthz.Engine.Checks;
using TokenAuthz.Signing;

namespace TokenAuthz.EnvoyModule;

/// <summary>Counts decisions in Envoy's statistics. Each has a counter of its own, which Envoy finds by its number.</summary>
internal sealed class DecisionCounters(nint configuration)
{
    private readonly nuint _allowed = EnvoyAbi.Define(configuration, Statistic.Allowed);
    private readonly nuint _lackedToken = EnvoyAbi.Define(configuration, Statistic.LackedToken);
    private readonly nuint _unchecked = EnvoyAbi.Define(configuration, Statistic.Unchecked);
    private readonly nuint _handshakeAnswered = EnvoyAbi.Define(configuration, Statistic.HandshakeAnswered);
    private readonly nuint _handshakePassed = EnvoyAbi.Define(configuration, Statistic.HandshakePassed);
    private readonly ImmutableArray<nuint> _denied = DefineReasons(configuration, Statistic.Denied);
    private readonly ImmutableArray<nuint> _shadowed = DefineReasons(configuration, Statistic.Shadowed);

    /// <summary>Counts a decision.</summary>
    public void Count(nint stream, in Decision decision) => EnvoyAbi.Increment(stream, decision.Outcome switch
    {
        DecisionOutcome.Deny => _denied[(int)decision.Reason!.Value],
        DecisionOutcome.Shadow => _shadowed[(int)decision.Reason!.Value],
        DecisionOutcome.Answer => _handshakeAnswered,
        DecisionOutcome.Allow when decision.LacksToken => _lackedToken,
        DecisionOutcome.Allow => decision.Handshake is null ? _allowed : _handshakePassed,
        _ => throw new UnreachableException(),
    });

    /// <summary>Counts a request of a route that is not checked.</summary>
    public void CountUnchecked(nint stream) => EnvoyAbi.Increment(stream, _unchecked);

    private static ImmutableArray<nuint> DefineReasons(nint configuration, Statistic statistic) =>
        [.. DenyReasons.All.Select(reason => EnvoyAbi.Define(configuration, statistic.Of(reason.Code())))];
}
