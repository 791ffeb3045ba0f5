namespace TokenAuthz.Engine.Checks;

/// <summary>What a check needs next.</summary>
public enum CheckStage
{
    /// <summary>Nothing: the check is decided.</summary>
    Decided,

    /// <summary>The body, which is signed: the host reads it and calls <see cref="CheckEngine.WithBody{TRequest}"/>
    /// or <see cref="CheckStep.WithoutBody"/>.</summary>
    NeedsBody,

    /// <summary>The token's only use: the host claims it and calls <see cref="CheckStep.WithClaim"/>.</summary>
    NeedsClaim,
}
