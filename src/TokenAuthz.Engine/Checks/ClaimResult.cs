namespace TokenAuthz.Engine.Checks;

/// <summary>The answer of a store of used tokens.</summary>
/// <remarks>The first is the default value, and denies.</remarks>
public enum ClaimResult
{
    /// <summary>The store failed, or is full.</summary>
    Unknown,

    /// <summary>The token is used for the first time, and is claimed for this request.</summary>
    First,

    /// <summary>The token was used before.</summary>
    Replayed,
}
