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
internal sealed class DenialLog(nint configuration, string filter, int perSecond, TimeProvider time)
{
    // The last ones are those of handshakes.
    private readonly ImmutableArray<SampleLimit> _limits = [.. Reasons.Select(_ => new SampleLimit(perSecond, time))];
    private readonly ImmutableArray<nuint> _suppressed =
        [.. Reasons.Select(reason => Define(configuration, Statistic.LogEventsSuppressed.Of(reason)))];

    private static IEnumerable<string> Reasons => [.. DenyReasons.All.Select(reason => reason.Code()), Decision.HandshakeReason];

    /// <summary>Logs a decision that denies, also one in shadow, and one about a handshake.</summary>
    public void Write(nint stream, in EnvoyRequestView request, in Decision decision)
    {
        if (decision is { Reason: null, Handshake: null } || !IsLogged(LogLevel.Info)) return;
        var reason = decision.Reason is { } denied ? (int)denied : _limits.Length - 1;
        if (_limits[reason].TryTake(out var leftOut)) WriteLine(request, decision, leftOut);
        else Increment(stream, _suppressed[reason]);
    }

    private void WriteLine(in EnvoyRequestView request, in Decision decision, long leftOut)
    {
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

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);
}
