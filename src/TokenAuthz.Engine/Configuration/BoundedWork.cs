namespace TokenAuthz.Engine.Configuration;

/// <summary>
/// Runs work that may block for ever, such as reading a file of a hung mount, on a thread of its own, and stops waiting after a limit.
/// Work that is stuck is not started again until it ends, so that threads do not pile up. Not for several callers at a time.
/// </summary>
/// <param name="limit">How long work may take in which it does not run, and a sixth of how long any may.</param>
public sealed class BoundedWork(TimeSpan limit)
{
    /// <summary>The limit for reading files.</summary>
    public static readonly TimeSpan FileLimit = TimeSpan.FromSeconds(5);

    // On a busy machine a configuration takes longer to load than a file may take to answer.
    private const int LooksWithinLimit = 5;
    private const int MostLooks = 6 * LooksWithinLimit;

    private Task? _running;

    /// <summary>Starts the work, unless it still runs from an earlier call, and waits for it.</summary>
    /// <returns>False when the work did not end in time.</returns>
    public async Task<bool> TryRunAsync(Action work, CancellationToken cancellation)
    {
        if (_running is null)
        {
            var thread = new ThreadProgress();
            _running = Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            await WaitAsync(_running, thread, cancellation);

            void Run()
            {
                thread.Begin();
                work();
            }
        }

        if (!_running.IsCompleted) return false;
        var ended = _running;
        _running = null;
        await ended;
        return true;
    }

    private async Task WaitAsync(Task running, ThreadProgress thread, CancellationToken cancellation)
    {
        for (var look = 1; look <= MostLooks && !running.IsCompleted && !cancellation.IsCancellationRequested; look++)
        {
            await Task.WhenAny(running, Task.Delay(limit / LooksWithinLimit, cancellation));
            var hasRun = thread.HasRun();
            if (look >= LooksWithinLimit && !hasRun) return;
        }
    }
}
