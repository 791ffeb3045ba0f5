using TokenAuthz.Engine.Checks;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Engine.Hosting;
using TokenAuthz.Engine.Policies;
using TokenAuthz.Engine.SingleUse;
using TokenAuthz.Signing;
using TokenAuthz.Signing.Verifying;
using static TokenAuthz.EnvoyModule.EnvoyAbi;

namespace TokenAuthz.EnvoyModule;

/// <summary>
/// The filter of one place in Envoy's configuration, which all its workers ask at once: decides their requests, counts and
/// answers them. Reads files that have changed anew.
/// </summary>
internal sealed class Filter : IDisposable
{
    // Of the process, as the tokens of one filter are those of another, and an update of the configuration makes a filter anew.
    private static readonly MemoryUsedTokens UsedTokens = new(TimeProvider.System);

    private readonly string _name;
    private readonly DecisionEngine _engine;
    private readonly OnAllowSettings _onAllow;
    private readonly DecisionCounters _counters;
    private readonly DenialLog _log;
    private readonly FilterReload _reload;

    /// <summary>Reads the configuration.</summary>
    /// <param name="configuration">Envoy's side of it.</param>
    /// <param name="name">The name: <c>filter_name</c>.</param>
    /// <param name="settings">The text of <c>filter_config</c>.</param>
    /// <exception cref="ConfigurationException">It does not load.</exception>
    public Filter(nint configuration, string name, string settings)
    {
        var loaded = HostConfiguration.Load(FilterSettings.SourceOf(settings), root => FilterSettings.Read(name, root), TimeProvider.System);
        var host = loaded.Settings.Checks;
        (_name, _engine, _onAllow) = (name, loaded.Engine, host.OnAllow);
        _counters = new(configuration);
        _log = new(name, host.DenialsPerSecond, TimeProvider.System);
        UsedTokens.MaxTokens = host.MaxUsedTokens;
        _reload = new(loaded);
    }

    /// <summary>Decides a request by its headers, or waits for its body if that is signed.</summary>
    public Iteration OnHeaders(nint stream, ref Exchange exchange, bool isEnd)
    {
        var route = RouteSettings.Of(stream);
        if (route is { Checks: false })
        {
            _counters.CountUnchecked(stream);
            exchange.State = ExchangeState.Passed;
            return Iteration.Continue;
        }

        var request = new EnvoyRequestView(stream, default);
        if (!request.IsComplete || !RequestHost.IsWellFormed(request.Host)) return Answer(stream, ref exchange, request, Decision.Deny(DenyReason.BadRequest));
        var policy = Find(route, ref request);
        if (policy is not { SignsBody: true } || isEnd) return Answer(stream, ref exchange, request, Decide(policy, ref request));
        SetBufferLimit(stream, CheckSettings.MaxBodySize);
        exchange.State = ExchangeState.AwaitsBody;
        return Iteration.Stop;
    }

    /// <summary>Decides a request whose body is signed once it is there in full.</summary>
    public Iteration OnBody(nint stream, ref Exchange exchange, bool isEnd)
    {
        var size = GetBodySize(stream);
        if (!isEnd && size <= CheckSettings.MaxBodySize) return Iteration.Stop;

        var isTooLarge = size > CheckSettings.MaxBodySize;
        var request = new EnvoyRequestView(stream, isTooLarge ? default : ReadBody(stream));
        var policy = Find(RouteSettings.Of(stream), ref request);
        var decision = isTooLarge && policy is not null ? policy.Deny(ref request, DenyReason.BadRequest) : Decide(policy, ref request);
        return Answer(stream, ref exchange, request, decision, isTooLarge ? BodyFault.TooLarge : null);
    }

    /// <summary>Denies a request that could not be decided.</summary>
    public Iteration OnFailure(nint stream, ref Exchange exchange, Exception failure)
    {
        _log.Failed(failure);
        if (exchange.State is not ExchangeState.Denied)
        {
            exchange.State = ExchangeState.Denied;
            _counters.Count(stream, Decision.Failed);
            EnvoyResponseWriter.Deny(stream, Decision.Failed);
        }

        return Iteration.Stop;
    }

    public void Dispose() => _reload.Dispose();

    private Policy? Find(RouteSettings? route, ref EnvoyRequestView request) =>
        route?.Policy is { } name ? _engine.Snapshot.Find(_name, name) : _engine.Find(_name, ref request);

    private Decision Decide(Policy? policy, ref EnvoyRequestView request)
    {
        var decision = _engine.Decide(policy, ref request);
        return decision.Claim.IsNeeded && WhyNotClaimed(decision.Claim) is { } reason ? policy!.Deny(ref request, reason) : decision;
    }

    // A store that is full is no reason to deny what a policy in shadow lets pass, and is counted with its policy.
    private DenyReason? WhyNotClaimed(SingleUseClaim claim)
    {
        try
        {
            return UsedTokens.TryClaim(claim) ? null : DenyReason.Replayed;
        }
        catch (SingleUseException e)
        {
            _log.Failed(e);
            return DenyReason.Error;
        }
    }

    private Iteration Answer(nint stream, ref Exchange exchange, in EnvoyRequestView request, in Decision decision, string? fault = null)
    {
        _counters.Count(stream, decision);
        if (decision.Outcome is not DecisionOutcome.Allow) _log.Write(request, decision, _engine.Snapshot, fault);
        if (decision.IsAllowed)
        {
            EnvoyResponseWriter.Allow(stream, decision, _onAllow);
            exchange.State = ExchangeState.Passed;
            return Iteration.Continue;
        }

        exchange.State = ExchangeState.Denied;
        EnvoyResponseWriter.Deny(stream, decision);
        return Iteration.Stop;
    }
}
