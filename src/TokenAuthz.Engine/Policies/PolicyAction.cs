namespace TokenAuthz.Engine.Policies;

/// <summary>What a policy does with the requests that it matches.</summary>
public enum PolicyAction
{
    /// <summary>Checks the token.</summary>
    Check,

    /// <summary>Lets every request pass whose path can be read in one way only.</summary>
    Allow,

    /// <summary>Denies every request.</summary>
    Deny,
}
