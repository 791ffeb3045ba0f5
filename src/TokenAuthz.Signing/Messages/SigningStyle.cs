namespace TokenAuthz.Signing.Messages;

/// <summary>Whose rules a signing string is written by.</summary>
internal enum SigningStyle
{
    /// <summary>draft-cavage-http-signatures-12, section 2.3.</summary>
    Cavage,

    /// <summary>Kong's plugin hmac-auth.</summary>
    Kong,

    /// <summary>APISIX's plugin hmac-auth since version 3.11.</summary>
    Apisix,
}
