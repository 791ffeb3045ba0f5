namespace TokenAuthz.Engine.Hosting;

/// <summary>Lets so many through a second, and counts the others.</summary>
internal sealed class SampleLimit(int perSecond, TimeProvider time)
{
    private readonly Lock _lock = new();
    private long _second;
    private int _taken;
    private long _leftOut;

    /// <summary>Takes one of this second's.</summary>
    /// <param name="leftOut">How many were refused since the last that was taken.</param>
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
