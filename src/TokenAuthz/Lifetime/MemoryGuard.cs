using TokenAuthz.Connections;
using TokenAuthz.Refusals;

namespace TokenAuthz.Lifetime;

/// <summary>
/// Keeps requests that are never finished from using up memory, because an allocation that fails ends any code that runs, the accept
/// loops of the listeners too. When memory is tight, first no connection is read any further, then the newer ones are aborted. The guard
/// has a thread of its own, because those of the pool may all be busy.
/// </summary>
internal sealed class MemoryGuard(OpenConnections connections, ServerRefusals refusals) : IHostedService, IDisposable
{
    // Of the bytes that the heap may hold. The rest is for checks under way, for fragments, and for the collector.
    private const int RefusePercent = 35;
    private const int MostPercent = 45;

    private static readonly TimeSpan Calm = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Busy = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan BetweenCollections = TimeSpan.FromSeconds(1);

    // An aborted connection takes a moment to release its memory; and its peer may come back at once.
    private static readonly TimeSpan AfterAbort = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan StaysTight = TimeSpan.FromSeconds(1);

    private readonly ManualResetEventSlim _stop = new();
    private Thread? _thread;
    private TaskCompletionSource? _nextLook;
    private long _most = long.MaxValue;
    private long _others;
    private long _usedAfterCollection;
    private long _collectedAt;
    private long _abortedAt;
    private long _tightUntil;
    private bool _wasTight;
    private volatile bool _isCalm = true;

    /// <summary>Whether there is no memory for further connections.</summary>
    public bool IsTight => Environment.TickCount64 < Volatile.Read(ref _tightUntil);

    /// <summary>Whether there is memory for the bytes that a connection sends.</summary>
    public bool HasRoom => _isCalm || Used() <= Volatile.Read(ref _most);

    /// <summary>Waits until the guard has looked once more, and has freed memory if it could.</summary>
    public Task NextLookAsync()
    {
        var look = Volatile.Read(ref _nextLook);
        if (look is not null) return look.Task;
        look = new(TaskCreationOptions.RunContinuationsAsynchronously);
        return (Interlocked.CompareExchange(ref _nextLook, look, null) ?? look).Task;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _thread = new(Watch) { IsBackground = true, Name = "memory guard" };
        _thread.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _stop.Set();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _stop.Set();
        _thread?.Join();
        _stop.Dispose();
    }

    private static long Used() => GC.GetTotalMemory(forceFullCollection: false);

    private void Watch()
    {
        while (!_stop.Wait(_isCalm ? Calm : Busy))
        {
            Look(Allowance());
            Interlocked.Exchange(ref _nextLook, null)?.SetResult();
        }
    }

    private void Look(long allowance)
    {
        var used = Used();
        var (refuseAbove, most) = (Part(RefusePercent), Part(MostPercent));
        if (used > refuseAbove && MayBeGarbage(used, allowance)) used = Collect();
        if (_wasTight && !IsTight) used = Collect();
        if (used < _others) _others = used;
        if (used > refuseAbove) Volatile.Write(ref _tightUntil, Environment.TickCount64 + (long)StaysTight.TotalMilliseconds);
        Volatile.Write(ref _most, most);
        (_isCalm, _wasTight) = (used < Part(15), IsTight);
        if (used > most && Environment.TickCount64 - _abortedAt > AfterAbort.TotalMilliseconds) Abort(used);

        long Part(int percent) => _others + ((allowance - _others) / 100 * percent);
    }

    // The newer ones, because gateways keep their connections for long.
    private void Abort(long used)
    {
        _abortedAt = Environment.TickCount64;
        var newer = connections.NewerHalf();
        foreach (var connection in newer)
        {
            refusals.Refuse(RefusalReason.LowMemory, connection.Listener, connection.Peer, "memory is nearly used up");
            connection.Abort("Memory is nearly used up.");
        }

        // Without connections, the memory is held by keys, policies or used tokens.
        if (connections.Checks == 0) _others = used;
    }

    // How many bytes the heap may hold: the collector's own limit, or the part of the machine's or the container's memory that the rest of
    // the process leaves, which is code, stacks, and the memory of TLS for each connection.
    private static long Allowance()
    {
        var memory = GC.GetGCMemoryInfo();
        var others = Math.Max(0, Environment.WorkingSet - memory.TotalCommittedBytes);
        return Math.Min(memory.TotalAvailableMemoryBytes, memory.HighMemoryLoadThresholdBytes - others);
    }

    // A collection takes the processor from checks: none for memory that the last one found to be in use.
    private bool MayBeGarbage(long used, long allowance) =>
        used > _usedAfterCollection + (allowance / 20) || Environment.TickCount64 - _collectedAt > BetweenCollections.TotalMilliseconds;

    private long Collect()
    {
        // Aggressive: gives free memory back to the system.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        _collectedAt = Environment.TickCount64;
        return _usedAfterCollection = Used();
    }
}
