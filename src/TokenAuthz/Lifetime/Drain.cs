using TokenAuthz.Connections;

namespace TokenAuthz.Lifetime;

/// <summary>
/// Keeps the listeners open for a while after the process was told to stop, until gateways have seen that it is not ready
/// and have taken their connections elsewhere. Kestrel on its own cuts idle connections at once.
/// </summary>
internal sealed partial class Drain(LifetimeSettings settings, OpenConnections connections, TimeProvider time, ILogger<Drain> logger)
    : IHostedLifecycleService
{
    // A gateway that opens a connection for each check has none open for a moment.
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        Log.Draining(logger, connections.Checks, settings.DrainTime);
        var begun = time.GetTimestamp();
        var lastSeen = begun;
        using var timer = new PeriodicTimer(Step, time);
        while (time.GetElapsedTime(begun) < settings.DrainTime
            && time.GetElapsedTime(lastSeen) < Quiet
            && await timer.WaitForNextTickAsync(cancellationToken))
        {
            if (connections.Checks > 0) lastSeen = time.GetTimestamp();
        }

        Log.Drained(logger, connections.Checks, time.GetElapsedTime(begun));
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static partial class Log
    {
        [LoggerMessage(10, LogLevel.Information, "Draining {Connections} connections for at most {DrainTime}")]
        public static partial void Draining(ILogger logger, int connections, TimeSpan drainTime);

        [LoggerMessage(11, LogLevel.Information, "Closing the listeners with {Connections} connections open, after {Elapsed}")]
        public static partial void Drained(ILogger logger, int connections, TimeSpan elapsed);
    }
}
