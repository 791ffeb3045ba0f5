using System.Collections.Immutable;
using System.Text;
using TokenAuthz.Engine.Checks;
using TokenAuthz.Engine.Hosting;
using TokenAuthz.Signing;
using static TokenAuthz.EnvoyModule.EnvoyAbi;

namespace TokenAuthz.EnvoyModule;

/// <summary>
/// Logs denials and handshakes, at most so many a second for each reason,
/// with a count of those left out; neither the query nor a header is written.
/// </summary>
internal sealed class DenialLog(string filter, int perSecond, TimeProvider time)
{
    private readonly ImmutableArray<SampleLimit> _limits = [.. DenyReasons.All.Select(_ => new SampleLimit(perSecond, time))];
    private readonly SampleLimit _handshakes = new(perSecond, time);

    /// <summary>Logs a decision that denies, also one in shadow, and one about a handshake.</summary>
    public void Write(in EnvoyRequestView request, in Decision decision)
    {
        if (decision is { Reason: null, Handshake: null } || !IsLogged(LogLevel.Info)) return;
        if (!LimitOf(decision).TryTake(out var leftOut)) return;
        var (method, host) = (LogText.Method(Text(request.Method)), LogText.Host(Text(request.Host)));
        var path = LogText.Path(Text(request.Target), decision.Snapshot);
        var fault = decision.Fault is null ? "" : $": {decision.Fault}";
        EnvoyLog.Info(
            $"{TextOf(decision)}: filter {filter}, policy {decision.Policy?.Name}, {method} {host} {path}; "
            + $"{leftOut} more since the last such line{fault}");
    }

    /// <summary>Logs a failure, which counts as a denial by <see cref="DenyReason.Error"/>.</summary>
    public void Failed(Exception exception)
    {
        if (_limits[(int)DenyReason.Error].TryTake(out _))
            EnvoyLog.Failed($"A check of the filter {filter} failed and was denied", exception);
    }

    private static string TextOf(in Decision decision) => decision.Reason is { } reason
        ? decision.IsAllowed ? $"Would deny {reason.Code()} without shadow mode" : $"Denied {reason.Code()}"
        : $"{(decision.IsAllowed ? "Passed on" : "Answered")} the handshake {decision.Handshake}";

    private SampleLimit LimitOf(in Decision decision) => decision.Reason is { } reason ? _limits[(int)reason] : _handshakes;

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);
}
