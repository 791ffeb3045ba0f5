using System.Collections.Immutable;
using System.Text;
using TokenAuthz.Engine.Checks;
using TokenAuthz.Engine.Hosting;
using TokenAuthz.Engine.Snapshots;
using TokenAuthz.Signing;
using static TokenAuthz.EnvoyModule.EnvoyAbi;

namespace TokenAuthz.EnvoyModule;

/// <summary>Logs denials, at most so many a second for each reason, with a count of those left out; neither the query nor a header is written.</summary>
internal sealed class DenialLog(string filter, int perSecond, TimeProvider time)
{
    private readonly ImmutableArray<SampleLimit> _limits = [.. DenyReasons.All.Select(_ => new SampleLimit(perSecond, time))];

    public void Write(in EnvoyRequestView request, in Decision decision, Snapshot snapshot, string? fault)
    {
        if (!IsLogged(LogLevel.Info) || !_limits[(int)decision.Reason].TryTake(out var leftOut)) return;
        var (before, after) = decision.IsAllowed ? ("Would deny ", " but for the shadow") : ("Denied ", "");
        EnvoyLog.Info(
            $"{before}{decision.Reason.Code()}{after}: filter {filter}, policy {decision.Policy?.Name}, {LogText.Method(Text(request.Method))} {LogText.Host(Text(request.Host))} {LogText.Path(Text(request.Target), snapshot)}; {leftOut} more since the last such line{(fault is null ? "" : $": {fault}")}");
    }

    /// <summary>Logs a failure, within the limit of denials by an error.</summary>
    public void Failed(Exception exception)
    {
        if (_limits[(int)DenyReason.Error].TryTake(out _)) EnvoyLog.Failed($"A check of the filter {filter} failed and was denied", exception);
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);
}
