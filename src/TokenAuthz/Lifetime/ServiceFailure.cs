using TokenAuthz.Refusals;

namespace TokenAuthz.Lifetime;

/// <summary>Ends a process that cannot serve any more, so that Kubernetes or systemd starts it again.</summary>
internal sealed partial class ServiceFailure
{
    // After the drain and the grace of a shutdown, in both of which a process without memory may get stuck.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private readonly IHostApplicationLifetime _lifetime;
    private readonly TimeSpan _drainTime;
    private readonly ILogger<ServiceFailure> _logger;
    private int _hasFailed;

    public ServiceFailure(
        IHostApplicationLifetime lifetime, KestrelEvents kestrel, LifetimeSettings settings, ILogger<ServiceFailure> logger)
    {
        (_lifetime, _drainTime, _logger) = (lifetime, settings.DrainTime, logger);
        kestrel.StoppedAccepting = exception => End($"a listener has stopped accepting connections: {exception.Message}");
    }

    /// <summary>Whether the process ends because it cannot serve any more.</summary>
    public bool HasFailed => Volatile.Read(ref _hasFailed) != 0;

    /// <summary>Stops the service, and ends the process if the service does not stop.</summary>
    public void End(string reason)
    {
        if (Interlocked.Exchange(ref _hasFailed, 1) != 0) return;
        Log.Ending(_logger, reason);
        new Thread(EndAtLast) { IsBackground = true, Name = "end at last" }.Start();
        _lifetime.StopApplication();
    }

    private void EndAtLast()
    {
#pragma warning disable RS0030 // Stopping was tried, and did not end in time.
        if (!_lifetime.ApplicationStopped.WaitHandle.WaitOne(_drainTime + Grace)) Environment.Exit(1);
#pragma warning restore RS0030
    }

    private static partial class Log
    {
        [LoggerMessage(32, LogLevel.Critical, "The process ends, to be started again: {Reason}")]
        public static partial void Ending(ILogger logger, string reason);
    }
}
