namespace TokenAuthz.Signing;

/// <summary>Why a request was denied: a closed set, so that it can label a metric.</summary>
/// <remarks>
/// The default value is <see cref="Error"/>, so that a verdict that was never set denies as an error. From <see cref="MissingToken"/> to
/// <see cref="OutOfScope"/> the order is that of the steps of a check: of several tokens or schemes, the greatest reason is reported.
/// </remarks>
public enum DenyReason
{
    /// <summary>The check itself failed, as when the store of used tokens does not answer.</summary>
    Error,

    /// <summary>The request has no token in any place of the scheme.</summary>
    MissingToken,

    /// <summary>The token is ill-formed, repeated, or signed by none of the keys.</summary>
    InvalidToken,

    /// <summary>The token has ended.</summary>
    Expired,

    /// <summary>The token begins later.</summary>
    NotYetValid,

    /// <summary>The token ends later than the scheme's <c>Horizon</c> or <c>MaxLifetime</c> allows.</summary>
    EndsTooLate,

    /// <summary>The token is genuine, but for another path, host or client.</summary>
    OutOfScope,

    /// <summary>The token may be used once, and was used before.</summary>
    Replayed,

    /// <summary>No policy matches the request.</summary>
    NoPolicy,

    /// <summary>The policy of the request denies every request.</summary>
    Denied,

    /// <summary>The gateway's message does not tell which request to check.</summary>
    BadRequest,
}
