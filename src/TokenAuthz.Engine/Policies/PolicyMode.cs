namespace TokenAuthz.Engine.Policies;

/// <summary>Whether a policy's denials count.</summary>
public enum PolicyMode
{
    /// <summary>They do.</summary>
    Enforce,

    /// <summary>What would be denied passes, and is counted and logged: to try a policy on real traffic.</summary>
    Shadow,
}
