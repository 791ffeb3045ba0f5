namespace TokenAuthz.Connections;

/// <summary>Of one connection: whether its client was sent away. Its calls run at the same time.</summary>
internal sealed class GoAwayNotice
{
    private int _isSent;

    /// <summary>True for the first that asks, who has to send it.</summary>
    public bool TryBegin() => Interlocked.Exchange(ref _isSent, 1) == 0;
}
