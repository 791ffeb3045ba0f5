namespace TokenAuthz.Engine.Checks;

/// <summary>What came of a request.</summary>
/// <remarks>The first is the value of a forgotten decision.</remarks>
public enum DecisionOutcome
{
    /// <summary>It may not pass.</summary>
    Deny,

    /// <summary>It may pass.</summary>
    Allow,

    /// <summary>It may pass only because its policy is in shadow, and would be denied otherwise.</summary>
    Shadow,
}
