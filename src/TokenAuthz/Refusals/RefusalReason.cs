namespace TokenAuthz.Refusals;

/// <summary>Why a connection or a request was refused before there was a check.</summary>
internal enum RefusalReason
{
    /// <summary>The request breaks HTTP/1: 400, 405.</summary>
    IllFormed,

    /// <summary>The request is beyond a limit of size: 413, 414, 431.</summary>
    TooLarge,

    /// <summary>The request did not come in time: 408.</summary>
    TooSlow,

    /// <summary>A stream or a connection breaks HTTP/2, and was reset.</summary>
    ProtocolError,

    /// <summary>The handshake failed: no certificate or a wrong one, no TLS at all, or not in time.</summary>
    TlsHandshake,

    /// <summary>The peer is not one of the listener's TrustedProxies.</summary>
    UntrustedPeer,

    /// <summary>There are as many connections as the limits allow.</summary>
    TooManyConnections,

    /// <summary>Memory is nearly used up.</summary>
    LowMemory,

    /// <summary>A request on a gRPC listener is no call that is answered: 404.</summary>
    NoSuchCall,
}
