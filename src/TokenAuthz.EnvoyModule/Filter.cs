using System.Runtime.CompilerServices;
using TokenAuthz.Engine.Checks;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Engine.Hosting;
using TokenAuthz.Engine.SingleUse;
using TokenAuthz.Redis;
using TokenAuthz.Signing;
using TokenAuthz.Signing.Verifying;
using static TokenAuthz.EnvoyModule.EnvoyAbi;

namespace TokenAuthz.EnvoyModule;

/// <summary>
/// The filter of one place in Envoy's configuration, which all workers call at once: decides requests, counts and answers them, and
/// reads files again that have changed.
/// </summary>
internal sealed class Filter : IDisposable
{
    // Static: filters share used tokens, which outlive an update of Envoy's configuration, because that makes a new filter.
    private static readonly MemoryUsedTokens UsedTokens = new(TimeProvider.System);

    private readonly string _name;
    private readonly CheckEngine _engine;
    private readonly DecisionCounters _counters;
    private readonly TokenUses _uses = new();
    private readonly DenialLog _log;
    private readonly FilterReload _reload;
    private readonly CheckSettings _checks;
    private readonly RedisSettings? _redis;
    private readonly IUsedTokens? _shared;

    /// <summary>Reads the configuration.</summary>
    /// <param name="configuration">Envoy's side of it.</param>
    /// <param name="name">The name: <c>filter_name</c>.</param>
    /// <param name="settings">The text of <c>filter_config</c>.</param>
    /// <exception cref="ConfigurationException">The configuration does not load.</exception>
    public Filter(nint configuration, string name, string settings)
    {
        var source = FilterSettings.SourceOf(settings);
        var loaded = HostConfiguration.Load(source, root => FilterSettings.Read(name, root), TimeProvider.System);
        var checks = loaded.Settings.Checks;
        (_name, _engine, _checks) = (name, loaded.Engine, checks);
        _counters = new(configuration);
        _log = new(configuration, name, checks.DenialsPerSecond, TimeProvider.System);
        UsedTokens.MaxTokens = checks.MaxUsedTokens;
        _redis = loaded.Settings.Redis;
        if (_redis is not null) _shared = RedisStores.Take(_redis);
        _reload = new(configuration, loaded, _uses);
    }

    /// <summary>Decides a request by its headers, or waits for a body that is signed.</summary>
    public Iteration OnHeaders(nint stream, ref Exchange exchange, bool isEnd)
    {
        var route = RouteSettings.Of(stream);
        if (route is { Checks: false }) return Pass(stream, ref exchange);
        var request = new EnvoyRequestView(stream, body: default);
        var step = _engine.Begin(_name, route?.Policy, ref request);
        return step.Stage is CheckStage.NeedsBody
            ? AwaitBody(stream, ref exchange, ref request, step, isEnd)
            : Answer(stream, ref exchange, request, step);
    }

    /// <summary>Decides a request whose body is signed once the whole body is there.</summary>
    public Iteration OnBody(nint stream, ref Exchange exchange, bool isEnd)
    {
        var length = GetBodySize(stream);
        if (length > _checks.BodySize)
        {
            var headers = new EnvoyRequestView(stream, body: default);
            return Answer(stream, ref exchange, headers, _checks.Deny(exchange.Step, DenyCause.BodyTooLarge));
        }

        if (!isEnd) return Iteration.Stop;
        using var body = ReadBody(stream, (int)length);
        var request = new EnvoyRequestView(stream, body.Memory.Span[..(int)length]);
        return Answer(stream, ref exchange, request, _engine.WithBody(exchange.Step, ref request));
    }

    /// <summary>Denies a request whose check failed.</summary>
    public Iteration OnFailure(nint stream, ref Exchange exchange, Exception failure)
    {
        _log.Failed(failure);
        if (exchange.State is not ExchangeState.Denied) End(stream, ref exchange, Decision.Failed);
        return Iteration.Stop;
    }

    /// <summary>Decides a request whose claim has ended, and lets it go on. The exchange may be freed when this returns.</summary>
    public void OnClaim(nint stream, ref Exchange exchange)
    {
        var claim = exchange.TakeClaim();
        if (claim.Failure is { } failure) _log.Failed(failure);
        var request = new EnvoyRequestView(stream, body: default);
        var claimed = claim.Step.WithClaim(claim.Result);
        if (Tell(stream, ref exchange, request, claimed.Decision) is Iteration.Continue) Continue(stream);
    }

    /// <summary>Shows what changed since the last look, in Envoy's statistics.</summary>
    public void OnLook(nint configuration) => _reload.Show(configuration);

    public void Dispose()
    {
        _reload.Dispose();
        if (_redis is not null) RedisStores.Release(_redis);
    }

    private Iteration Pass(nint stream, ref Exchange exchange)
    {
        _counters.CountUnchecked(stream);
        exchange.State = ExchangeState.Passed;
        return Iteration.Continue;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private Iteration AwaitBody(nint stream, ref Exchange exchange, ref EnvoyRequestView request, in CheckStep step, bool isEnd)
    {
        if (isEnd) return Answer(stream, ref exchange, request, _engine.WithBody(step, ref request));
        SetBufferLimit(stream, _checks.BodySize);
        exchange.AwaitBody(step);
        return Iteration.Stop;
    }

    private Iteration Answer(nint stream, ref Exchange exchange, in EnvoyRequestView request, in CheckStep step) =>
        step.Stage is CheckStage.NeedsClaim
            ? Claim(stream, ref exchange, request, step)
            : Tell(stream, ref exchange, request, step.Decision);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private Iteration Claim(nint stream, ref Exchange exchange, in EnvoyRequestView request, in CheckStep step)
    {
        if (_shared is not null)
        {
            var isBody = exchange.State is ExchangeState.AwaitsBody;
            var pending = new PendingClaim(stream, step);
            exchange.AwaitClaim(pending);
            pending.Begin(_shared);
            return isBody ? Iteration.Stop : Iteration.StopAll;
        }

        var claimed = step.WithClaim(TryClaim(step.Claim));
        return Tell(stream, ref exchange, request, claimed.Decision);
    }

    private Iteration Tell(nint stream, ref Exchange exchange, in EnvoyRequestView request, in Decision decision)
    {
        _log.Write(stream, request, decision);
        return End(stream, ref exchange, decision);
    }

    // Denied by the policy when memory is full: shadow mode still applies, and the log names the policy.
    private ClaimResult TryClaim(SingleUseClaim claim)
    {
        try
        {
            return UsedTokens.TryClaim(claim) ? ClaimResult.First : ClaimResult.Replayed;
        }
        catch (SingleUseException e)
        {
            _log.Failed(e);
            return ClaimResult.Unknown;
        }
    }

    private Iteration End(nint stream, ref Exchange exchange, in Decision decision)
    {
        _counters.Count(stream, decision);
        _uses.Count(decision);
        if (decision.Answer is { } answer)
        {
            exchange.State = ExchangeState.Denied;
            EnvoyResponseWriter.Answer(stream, answer);
            return Iteration.Stop;
        }

        if (decision.DenyResponse is { } denied)
        {
            exchange.State = ExchangeState.Denied;
            EnvoyResponseWriter.Deny(stream, denied);
            return Iteration.Stop;
        }

        if (decision.Snapshot is { OnAllow.IsNothing: false }) EnvoyResponseWriter.Allow(stream, decision.UpstreamHeaders);
        exchange.State = ExchangeState.Passed;
        return Iteration.Continue;
    }
}
