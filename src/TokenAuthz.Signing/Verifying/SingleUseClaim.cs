namespace TokenAuthz.Signing.Verifying;

/// <summary>A token that may be used once: the host remembers it until it ends, and denies a second request with it.</summary>
/// <param name="Id">
/// 128 bits of a digest of the key's id and of the signed message, or of the number that its signer uses once. The text of the
/// signature would be no identity, because it can be spelled in several ways.
/// </param>
/// <param name="Until">The last second at which the token holds, in Unix time; 0 when there is nothing to claim.</param>
public readonly record struct SingleUseClaim(UInt128 Id, long Until)
{
    /// <summary>
    /// 128 bits of a digest of the gateway's own id of the request: a second claim of the token for the same request, which the gateway
    /// asks about again, is no second use. 0 when there is no such id.
    /// </summary>
    public UInt128 RequestId { get; init; }

    /// <summary>Whether the host has to claim the token before it allows.</summary>
    public bool IsNeeded => Until != 0;
}
