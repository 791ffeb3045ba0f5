namespace TokenAuthz.Engine.Hosting;

/// <summary>Takes so many events a second, and counts the others.</summary>
public sealed class SampleLimit(int perSecond, TimeProvider time)
{
    private readonly Lock _lock = new();
    private long _second;
    private int _taken;
    private long _leftOut;

    /// <summary>Takes an event if this second's are not used up.</summary>
    /// <param name="leftOut">How many were not taken since the last that was.</param>
    public bool TryTake(out long leftOut)
    {
        lock (_lock)
        {
            var second = time.GetTimestamp() / time.TimestampFrequency;
            if (second != _second) (_second, _taken) = (second, 0);

            var isTaken = _taken < perSecond;
            leftOut = isTaken ? _leftOut : 0;
            if (isTaken) (_taken, _leftOut) = (_taken + 1, 0);
            else _leftOut++;
            return isTaken;
        }
    }
}
