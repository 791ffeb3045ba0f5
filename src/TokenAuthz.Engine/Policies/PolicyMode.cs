namespace TokenAuthz.Engine.Policies;

/// <summary>Which of a policy's denials are in force.</summary>
public enum PolicyMode
{
    /// <summary>A request that the policy denies does not pass.</summary>
    Enforce,

    /// <summary>A request that the policy denies passes, counted and logged, so that a policy can be tried on real traffic.</summary>
    Shadow,

    /// <summary>A request without a token passes; one with a wrong token does not.</summary>
    Optional,
}
