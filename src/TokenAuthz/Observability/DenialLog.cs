using System.Collections.Immutable;
using Prometheus;
using TokenAuthz.Engine.Checks;
using TokenAuthz.Engine.Hosting;
using TokenAuthz.Listeners;
using TokenAuthz.Signing;

namespace TokenAuthz.Observability;

/// <summary>
/// Logs denials and handshakes, at most so many a second for each reason, with a count of those left out; for debugging also by which
/// of several schemes a request is allowed.
/// Neither query nor headers are written but the id of the request, because a token may be in them; nor is a path if some policy's
/// tokens are in paths, because a request that another policy denies may carry one all the same.
/// </summary>
internal sealed partial class DenialLog
{
    private readonly ILogger<DenialLog> _logger;
    // The last one is that of handshakes.
    private readonly ImmutableArray<SampleLimit> _limits;
    private readonly ImmutableArray<Counter.Child> _suppressed;

    public DenialLog(ILogger<DenialLog> logger, IMetricFactory metrics, CheckSettings settings, TimeProvider time)
    {
        var suppressed = Metric.LogEventsSuppressed.Counter(metrics);
        _logger = logger;
        string[] reasons = [.. DenyReasons.All.Select(reason => reason.Code()), Decision.HandshakeReason];
        _limits = [.. reasons.Select(_ => new SampleLimit(settings.DenialsPerSecond, time))];
        _suppressed = [.. reasons.Select(reason => suppressed.WithLabels(reason))];
    }

    /// <summary>Logs a decision that denies, also one in shadow, and one about a handshake.</summary>
    public void Write(in CheckOrigin origin, in Decision decision, in CheckedRequest request)
    {
        if (decision.Handshake is { } handshake) WriteHandshake(handshake, origin, decision, request);
        if (decision.Cause is { } cause && TryTake((int)cause.Reason(), out var leftOut))
            WriteDenial(cause, origin, decision, request, leftOut);
        if (decision is { Key: not null, Policy.Accepts.Only: null } && _logger.IsEnabled(LogLevel.Debug))
            WriteAllow(origin, decision, request);
    }

    /// <summary>Logs a failure, which counts as a denial by <see cref="DenyReason.Error"/>.</summary>
    public void Failed(in CheckOrigin origin, Exception exception)
    {
        if (TryTake((int)DenyReason.Error, out _)) Log.Failed(_logger, origin.Listener, origin.Peer, origin.RequestId, exception);
    }

    private void WriteDenial(
        DenyCause cause, in CheckOrigin origin, in Decision decision, in CheckedRequest request, long leftOut)
    {
        var (reason, code, detail) = (cause.Reason().Code(), cause.Code(), LogText.Detail(decision));
        var (policy, scheme, key) = (decision.Policy?.Name, decision.Scheme?.Name, decision.KnownKey?.Name);
        var (method, host, path) = Describe(request, decision);
        var (listener, peer, id) = (origin.Listener, origin.Peer, origin.RequestId);
        if (decision.IsAllowed)
            Log.WouldDeny(_logger, reason, code, listener, policy, scheme, key, method, host, path, peer, id, leftOut, detail);
        else
            Log.Denied(_logger, reason, code, listener, policy, scheme, key, method, host, path, peer, id, leftOut, detail);
    }

    private void WriteHandshake(string handshake, in CheckOrigin origin, in Decision decision, in CheckedRequest request)
    {
        if (!TryTake(_limits.Length - 1, out var leftOut)) return;
        var (policy, scheme) = (decision.Policy?.Name, decision.Scheme?.Name);
        var (method, host, path) = Describe(request, decision);
        var (listener, peer, id) = (origin.Listener, origin.Peer, origin.RequestId);
        if (decision.IsAllowed)
            Log.HandshakePassed(_logger, handshake, listener, policy, scheme, method, host, path, peer, id, leftOut);
        else
            Log.HandshakeAnswered(_logger, handshake, listener, policy, scheme, method, host, path, peer, id, leftOut);
    }

    // Tells which clients still use an old scheme.
    private void WriteAllow(in CheckOrigin origin, in Decision decision, in CheckedRequest request)
    {
        var (policy, scheme, key) = (decision.Policy!.Name, decision.Scheme!.Name, decision.Key!.Id);
        var (method, host, path) = Describe(request, decision);
        Log.Allowed(_logger, scheme, origin.Listener, policy, key, method, host, path, origin.Peer, origin.RequestId);
    }

    private static (string Method, string Host, string Path) Describe(in CheckedRequest request, in Decision decision) =>
        (LogText.Method(request.Method), LogText.Host(request.Host), LogText.Path(request.Target, decision.Snapshot));

    private bool TryTake(int reason, out long leftOut)
    {
        if (_limits[reason].TryTake(out leftOut)) return true;
        _suppressed[reason].Inc();
        return false;
    }

    private static partial class Log
    {
        private const string Request = "{Method} {Host} {Path}, peer {Peer}, request {RequestId}; {LeftOut} more since the last such line";

        private const string Denial =
            " ({Cause}): listener {Listener}, policy {Policy}, scheme {Scheme}, key {KeyId}, " + Request + ". {Detail}";

        private const string Handshake = ": listener {Listener}, policy {Policy}, scheme {Scheme}, " + Request;

        [LoggerMessage(1, LogLevel.Information, "Denied {Reason}" + Denial)]
        public static partial void Denied(
            ILogger logger,
            string reason,
            string cause,
            string listener,
            string? policy,
            string? scheme,
            string? keyId,
            string method,
            string host,
            string path,
            string peer,
            string? requestId,
            long leftOut,
            string detail);

        [LoggerMessage(3, LogLevel.Information, "Would deny {Reason} without shadow mode" + Denial)]
        public static partial void WouldDeny(
            ILogger logger,
            string reason,
            string cause,
            string listener,
            string? policy,
            string? scheme,
            string? keyId,
            string method,
            string host,
            string path,
            string peer,
            string? requestId,
            long leftOut,
            string detail);

        [LoggerMessage(
            7,
            LogLevel.Debug,
            "Allowed by the scheme {Scheme}: listener {Listener}, policy {Policy}, key {KeyId}, {Method} {Host} {Path}, peer {Peer}, " +
                "request {RequestId}")]
        public static partial void Allowed(
            ILogger logger,
            string scheme,
            string listener,
            string policy,
            string keyId,
            string method,
            string host,
            string path,
            string peer,
            string? requestId);

        [LoggerMessage(5, LogLevel.Information, "Answered the handshake {Handshake}" + Handshake)]
        public static partial void HandshakeAnswered(
            ILogger logger,
            string handshake,
            string listener,
            string? policy,
            string? scheme,
            string method,
            string host,
            string path,
            string peer,
            string? requestId,
            long leftOut);

        [LoggerMessage(6, LogLevel.Information, "Passed on the handshake {Handshake}" + Handshake)]
        public static partial void HandshakePassed(
            ILogger logger,
            string handshake,
            string listener,
            string? policy,
            string? scheme,
            string method,
            string host,
            string path,
            string peer,
            string? requestId,
            long leftOut);

        [LoggerMessage(2, LogLevel.Error, "A check on listener {Listener} failed and was denied: peer {Peer}, request {RequestId}")]
        public static partial void Failed(ILogger logger, string listener, string peer, string? requestId, Exception exception);
    }
}
