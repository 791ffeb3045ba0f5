namespace TokenAuthz.Engine.Configuration;

/// <summary>
/// Runs work that may block for ever, as reading a file of a hung mount does, on a thread of its own and waits for it only so
/// long. Work that is stuck is not started again until it ends, so that threads do not pile up. Not for several callers at a time.
/// </summary>
internal sealed class BoundedWork(TimeSpan limit)
{
    /// <summary>How long files are waited for.</summary>
    public static readonly TimeSpan FileLimit = TimeSpan.FromSeconds(5);

    private Task? _running;

    /// <summary>Begins the work, unless it still runs from a call before, and waits for it.</summary>
    /// <returns>False when it has not ended in time.</returns>
    public async Task<bool> TryRunAsync(Action work, CancellationToken cancellation)
    {
        if (_running is null)
        {
            _running = Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            await Task.WhenAny(_running, Task.Delay(limit, cancellation));
        }

        if (!_running.IsCompleted) return false;
        var ended = _running;
        _running = null;
        await ended;
        return true;
    }
}
