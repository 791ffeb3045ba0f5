namespace TokenAuthz.Engine.Policies;

/// <summary>What a policy does with the requests it covers.</summary>
public enum PolicyAction
{
    /// <summary>Asks for a token.</summary>
    Check,

    /// <summary>Lets everything pass whose path can be read in one way only.</summary>
    Allow,

    /// <summary>Lets nothing pass.</summary>
    Deny,
}
