using Prometheus;
using TokenAuthz.Connections;
using TokenAuthz.Observability;

namespace TokenAuthz.Checks;

/// <summary>
/// Bounds the memory of bodies: as many long ones as the limits allow are held at once, and a few times as many wait for their turn.
/// </summary>
internal sealed class BodyTurns : IDisposable
{
    // A body that waits holds what the server has read of it, 80 KB at most, so that all of them together need less than those held.
    private const int WaitingPerHeld = 4;

    private readonly SemaphoreSlim _free;
    private readonly int _mostWaiting;
    private readonly TimeSpan _wait;
    private readonly Gauge.Child _held;
    private readonly Gauge.Child _waiting;
    private readonly Counter.Child _read;
    private readonly Counter.Child _refused;
    private int _waitingNow;

    public BodyTurns(LimitSettings limits, IMetricFactory metrics)
    {
        _free = new(limits.Bodies);
        (_mostWaiting, _wait) = (WaitingPerHeld * limits.Bodies, limits.BodyWait);
        var (bodies, waits) = (Metric.Bodies.Gauge(metrics), Metric.BodyWaits.Counter(metrics));
        (_held, _waiting) = (bodies.WithLabels("held"), bodies.WithLabels("waiting"));
        (_read, _refused) = (waits.WithLabels("read"), waits.WithLabels("refused"));
    }

    /// <summary>Takes a turn, which <see cref="Return"/> gives back.</summary>
    /// <returns>False when none becomes free in time, or too many bodies wait already.</returns>
    public async ValueTask<bool> TryTakeAsync(CancellationToken cancellation)
    {
        if (!await _free.WaitAsync(0, cancellation) && !await WaitAsync(cancellation)) return false;
        _held.Inc();
        return true;
    }

    /// <summary>Gives a turn back.</summary>
    public void Return()
    {
        _held.Dec();
        _free.Release();
    }

    public void Dispose() => _free.Dispose();

    private async ValueTask<bool> WaitAsync(CancellationToken cancellation)
    {
        var isTaken = false;
        try
        {
            _waiting.Inc();
            if (Interlocked.Increment(ref _waitingNow) <= _mostWaiting) isTaken = await _free.WaitAsync(_wait, cancellation);
        }
        finally
        {
            Interlocked.Decrement(ref _waitingNow);
            _waiting.Dec();
            (isTaken ? _read : _refused).Inc();
        }

        return isTaken;
    }
}
