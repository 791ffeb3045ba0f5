using TokenAuthz.Signing.Verifying;

namespace TokenAuthz.Engine.SingleUse;

/// <summary>Remembers the tokens that were used, until they end.</summary>
public interface IUsedTokens
{
    /// <summary>Claims a token for this request.</summary>
    /// <returns>False when it was claimed before, unless shortly before for the same request, as its id says.</returns>
    /// <exception cref="SingleUseException">The store cannot tell; the request has to be denied.</exception>
    ValueTask<bool> TryClaimAsync(SingleUseClaim claim);
}
