namespace TokenAuthz.Signing;

/// <summary>Why a request was denied: a closed set, so that it can label a metric.</summary>
/// <remarks>The first is the value of a forgotten verdict: what was never decided is an error, and denied.</remarks>
public enum DenyReason
{
    /// <summary>Something failed that should not have.</summary>
    Error,

    /// <summary>There is no token where the scheme looks for it.</summary>
    MissingToken,

    /// <summary>The token is ill-formed, repeated, or not the one that a key gives.</summary>
    InvalidToken,

    /// <summary>The token's time is over.</summary>
    Expired,

    /// <summary>The token's time has not begun.</summary>
    NotYetValid,

    /// <summary>The token is genuine, but for another path, host or client.</summary>
    OutOfScope,

    /// <summary>The token may be used once, and was.</summary>
    Replayed,

    /// <summary>No policy covers the request.</summary>
    NoPolicy,

    /// <summary>The request cannot be read as the gateway's question.</summary>
    BadRequest,
}
