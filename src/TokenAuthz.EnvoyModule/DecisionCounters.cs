using System.Collections.Immutable;
using System.Diagnostics;
using System.Text;
using TokenAuthz.Engine.Checks;
using TokenAuthz.Signing;

namespace TokenAuthz.EnvoyModule;

/// <summary>
/// Counts decisions in Envoy's statistics. Each has a counter of its own, because a counter that Envoy finds by labels costs more than
/// the check.
/// </summary>
internal sealed class DecisionCounters(nint configuration)
{
    private const string Prefix = "token_authz_";
    private const string Allowed = "allowed";
    private const string Unchecked = "unchecked";
    private const string Denied = "denied_";
    private const string Shadowed = "shadowed_";
    private const string HandshakeAnswered = $"{Decision.HandshakeReason}_answered";
    private const string HandshakePassed = $"{Decision.HandshakeReason}_passed";

    private readonly nuint _allowed = Define(configuration, Allowed);
    private readonly nuint _unchecked = Define(configuration, Unchecked);
    private readonly nuint _handshakeAnswered = Define(configuration, HandshakeAnswered);
    private readonly nuint _handshakePassed = Define(configuration, HandshakePassed);
    private readonly ImmutableArray<nuint> _denied = DefineReasons(configuration, Denied);
    private readonly ImmutableArray<nuint> _shadowed = DefineReasons(configuration, Shadowed);

    /// <summary>Every counter with its meaning, for the documentation. REASON stands for the code of each reason.</summary>
    public static ImmutableArray<(string Name, string Meaning)> All { get; } =
    [
        ($"{Prefix}{Allowed}", "Requests that were allowed."),
        ($"{Prefix}{Denied}REASON", "Requests that were denied, for each reason."),
        ($"{Prefix}{Shadowed}REASON", "Requests that a policy of the mode Shadow let pass and would deny, for each reason."),
        ($"{Prefix}{HandshakeAnswered}", "Handshakes of senders of webhooks that Envoy answered."),
        ($"{Prefix}{HandshakePassed}", "Handshakes that passed without a token."),
        ($"{Prefix}{Unchecked}", "Requests of routes that are not checked."),
    ];

    /// <summary>Counts a decision.</summary>
    public void Count(nint stream, in Decision decision) => EnvoyAbi.Increment(stream, decision.Outcome switch
    {
        DecisionOutcome.Deny => _denied[(int)decision.Reason!.Value],
        DecisionOutcome.Shadow => _shadowed[(int)decision.Reason!.Value],
        DecisionOutcome.Answer => _handshakeAnswered,
        DecisionOutcome.Allow => decision.Handshake is null ? _allowed : _handshakePassed,
        _ => throw new UnreachableException(),
    });

    /// <summary>Counts a request of a route that is not checked.</summary>
    public void CountUnchecked(nint stream) => EnvoyAbi.Increment(stream, _unchecked);

    private static ImmutableArray<nuint> DefineReasons(nint configuration, string prefix) =>
        [.. DenyReasons.All.Select(reason => Define(configuration, prefix + reason.Code()))];

    private static nuint Define(nint configuration, string name) =>
        EnvoyAbi.DefineCounter(configuration, Encoding.ASCII.GetBytes(Prefix + name));
}
