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

    /// <summary>
    /// The request may not pass, and the client gets an answer with the status 200: the request is a handshake. A host that cannot give
    /// that answer denies.
    /// </summary>
    Answer,
}
