namespace TokenAuthz.Signing.Verifying;

/// <summary>A token that may be used once: the host remembers it until it ends, and denies it when it is there already.</summary>
/// <param name="Id">What the token is known by: the first 128 bits of the digest that was computed, never of the text of its signature, which may be spelled in several ways.</param>
/// <param name="Until">The last second at which the token holds, Unix time; 0 when there is nothing to claim.</param>
public readonly record struct SingleUseClaim(UInt128 Id, long Until)
{
    /// <summary>Whether there is something to claim.</summary>
    public bool IsNeeded => Until != 0;
}
