namespace TokenAuthz.Engine.SingleUse;

/// <summary>How long used tokens are remembered.</summary>
internal static class SingleUseLife
{
    /// <summary>
    /// Seconds beyond the last one at which a token holds: another replica, or the same after its clock was set, may be that
    /// far behind and would let the token pass once more.
    /// </summary>
    public const int Beyond = 300;
}
