using System.Collections.Immutable;
using System.Text;
using TokenAuthz.Engine.Checks;
using TokenAuthz.Engine.Hosting;
using TokenAuthz.Engine.Policies;
using TokenAuthz.Signing;
using TokenAuthz.Signing.Requests;
using static TokenAuthz.EnvoyModule.EnvoyAbi;

namespace TokenAuthz.EnvoyModule;

/// <summary>
/// Logs denials and handshakes, at most so many a second for each reason,
/// with a count of those left out; neither the query nor a header is written but the id of the request.
/// </summary>
internal sealed class DenialLog(nint configuration, string filter, int perSecond, TimeProvider time)
{
    private static readonly HeaderName IdHeader = new(RequestId.Header);

    // The last ones are those of handshakes.
    private readonly ImmutableArray<SampleLimit> _limits = [.. Reasons.Select(_ => new SampleLimit(perSecond, time))];
    private readonly ImmutableArray<nuint> _suppressed =
        [.. Reasons.Select(reason => Define(configuration, Statistic.LogEventsSuppressed.Of(reason)))];

    private static IEnumerable<string> Reasons => [.. DenyReasons.All.Select(reason => reason.Code()), Decision.HandshakeReason];

    /// <summary>Logs a decision that denies, also one in shadow, and one about a handshake.</summary>
    public void Write(nint stream, in EnvoyRequestView request, in Decision decision)
    {
        if (decision is { Key: not null, Policy.Accepts.Only: null } && IsLogged(LogLevel.Debug)) WriteAllow(request, decision);
        if (decision is { Reason: null, Handshake: null } || !IsLogged(LogLevel.Info)) return;
        var reason = decision.Reason is { } denied ? (int)denied : _limits.Length - 1;
        if (_limits[reason].TryTake(out var leftOut)) WriteLine(request, decision, leftOut);
        else Increment(stream, _suppressed[reason]);
    }

    private void WriteLine(in EnvoyRequestView request, in Decision decision, long leftOut)
    {
        var (method, host) = (LogText.Method(Text(request.Method)), LogText.Host(Text(request.Host)));
        var path = LogText.Path(Text(request.Target), decision.Snapshot);
        var key = decision.KnownKey is { } known ? $", key {known.Name}" : "";
        var detail = decision.Cause is null ? "" : $". {LogText.Detail(decision)}";
        EnvoyLog.Info(
            $"{TextOf(decision)}: filter {filter}, policy {decision.Policy?.Name}, scheme {decision.Scheme?.Name}{key}, "
            + $"{method} {host} {path}, peer {request.Peer}, request {IdOf(request)}; {leftOut} more since the last such line{detail}");
    }

    private void WriteAllow(in EnvoyRequestView request, in Decision decision) => EnvoyLog.Debug(
        $"Allowed by the scheme {decision.Scheme?.Name}: filter {filter}, policy {decision.Policy?.Name}, key {decision.Key?.Id}, "
        + $"{LogText.Method(Text(request.Method))} {LogText.Host(Text(request.Host))} "
        + $"{LogText.Path(Text(request.Target), decision.Snapshot)}, peer {request.Peer}, request {IdOf(request)}");

    /// <summary>Logs a failure, which counts as a denial by <see cref="DenyReason.Error"/>.</summary>
    public void Failed(Exception exception)
    {
        if (_limits[(int)DenyReason.Error].TryTake(out _))
            EnvoyLog.Failed($"A check of the filter {filter} failed and was denied", exception);
    }

    private static string? IdOf(in EnvoyRequestView request) =>
        request.Header(IdHeader, out var id) is HeaderCount.One ? LogText.RequestId(Text(id)) : null;

    private static string TextOf(in Decision decision) => decision.Cause is { } cause
        ? $"{(decision.IsAllowed ? $"Would deny {cause.Reason().Code()} without shadow mode" : $"Denied {cause.Reason().Code()}")} "
            + $"({cause.Code()})"
        : $"{(decision.IsAllowed ? "Passed on" : "Answered")} the handshake {decision.Handshake}";

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);
}
