namespace TokenAuthz.Engine.Policies;

/// <summary>Whether a policy's denials are in force.</summary>
public enum PolicyMode
{
    /// <summary>A request that the policy denies does not pass.</summary>
    Enforce,

    /// <summary>A request that the policy denies passes, counted and logged, so that a policy can be tried on real traffic.</summary>
    Shadow,
}
