namespace TokenAuthz.Engine.Configuration;

/// <summary>
/// Runs work that may block for ever, such as reading a file of a hung mount, on a thread of its own, and stops waiting after a limit.
/// Work that is stuck is not started again until it ends, so that threads do not pile up. Not for several callers at a time.
/// </summary>
public sealed class BoundedWork(TimeSpan limit)
{
    /// <summary>The limit for reading files.</summary>
    public static readonly TimeSpan FileLimit = TimeSpan.FromSeconds(5);

    private Task? _running;

    /// <summary>Starts the work, unless it still runs from an earlier call, and waits for it.</summary>
    /// <returns>False when the work did not end in time.</returns>
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
