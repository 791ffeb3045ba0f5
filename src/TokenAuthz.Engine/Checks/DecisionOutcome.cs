namespace TokenAuthz.Engine.Checks;

/// <summary>Whether a request may pass.</summary>
/// <remarks>The first is the default value, and denies.</remarks>
public enum DecisionOutcome
{
    /// <summary>The request may not pass.</summary>
    Deny,

    /// <summary>The request may pass.</summary>
    Allow,

    /// <summary>The request may pass only because its policy is in shadow, which would deny it otherwise.</summary>
    Shadow,
}
