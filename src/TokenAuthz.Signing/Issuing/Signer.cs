using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Schemes;

namespace TokenAuthz.Signing.Issuing;

/// <summary>Signs requests by a scheme: the inverse of verifying, by the same patterns and the same message.</summary>
public static class Signer
{
    /// <summary>Signs a request, so that the scheme allows it.</summary>
    /// <param name="scheme">The scheme that the token is to be of.</param>
    /// <param name="request">The request.</param>
    /// <param name="key">The key to sign with; whether it is valid now does not matter.</param>
    /// <param name="now">The time at which the token is made.</param>
    /// <exception cref="SchemeException">The request lacks something that the scheme signs, or cannot carry the token.</exception>
    public static SignedRequest Sign(this Scheme scheme, UnsignedRequest request, Key key, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(scheme);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(key);
        return new Issuance(scheme, request, key, now).Run();
    }
}
