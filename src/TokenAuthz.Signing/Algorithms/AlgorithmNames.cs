namespace TokenAuthz.Signing.Algorithms;

/// <summary>The standard whose names of algorithms a token uses.</summary>
internal enum AlgorithmNames
{
    /// <summary>The drafts before RFC 9421: <c>rsa-sha256</c>.</summary>
    Cavage,

    /// <summary>HTTP message signatures (RFC 9421): <c>rsa-v1_5-sha256</c>.</summary>
    Http,

    /// <summary>JOSE (RFC 7518): <c>RS256</c>.</summary>
    Jose,
}
