namespace TokenAuthz.EnvoyModule;

/// <summary>How far the check of one request is.</summary>
/// <remarks>The first is the default value: of a request whose headers are not there yet.</remarks>
internal enum ExchangeState
{
    /// <summary>Nothing is decided.</summary>
    Open,

    /// <summary>The headers are read, and the body is signed.</summary>
    AwaitsBody,

    /// <summary>The token is to be claimed, and the store has not answered.</summary>
    AwaitsClaim,

    /// <summary>The request went on, or is not checked.</summary>
    Passed,

    /// <summary>The client has its answer.</summary>
    Denied,
}
