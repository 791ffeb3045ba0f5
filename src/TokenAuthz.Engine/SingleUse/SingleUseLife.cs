namespace TokenAuthz.Engine.SingleUse;

/// <summary>How long used tokens are remembered.</summary>
public static class SingleUseLife
{
    /// <summary>
    /// Seconds beyond the last one at which a token holds. The clock of another replica, or this one's after a correction, may be so far
    /// behind, and the replica would let the token pass once more.
    /// </summary>
    public const int Beyond = 300;

    /// <summary>Seconds in which a gateway asks about one request again: more than the time limit of a check with its retries.</summary>
    public const int RetryWindow = 5;
}
