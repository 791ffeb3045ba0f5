namespace TokenAuthz.Connections;

/// <summary>Whether the client of one connection was sent a GOAWAY. The connection's calls ask at the same time.</summary>
internal sealed class GoAwayNotice
{
    private int _isSent;

    /// <summary>True for the first call that asks, which has to send it.</summary>
    public bool TryBegin() => Interlocked.Exchange(ref _isSent, 1) == 0;
}
