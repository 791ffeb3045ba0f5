namespace TokenAuthz.Signing.Algorithms;

/// <summary>How a signature's bytes are written. A check accepts exactly that text, and the variants that a member names.</summary>
public enum SignatureEncoding
{
    /// <summary>Lower-case hex; accepted in upper case too.</summary>
    Hex,

    /// <summary>Lower-case hex only.</summary>
    HexLower,

    /// <summary>Base64 (RFC 4648, section 4) with padding; accepted without too.</summary>
    Base64,

    /// <summary>Base64 for URLs (RFC 4648, section 5) without padding; accepted with it too.</summary>
    Base64Url,

    /// <summary>Base64 for URLs without padding; refused with it, as in JWTs (RFC 7515, section 2).</summary>
    Base64UrlUnpadded,

    /// <summary>Base64 for URLs with padding; accepted without too.</summary>
    Base64UrlPadded,

    /// <summary>
    /// CloudFront's base64 with padding, with <c>-</c> for <c>+</c>, <c>~</c> for <c>/</c> and <c>_</c> for <c>=</c>; accepted without
    /// padding too.
    /// </summary>
    Base64CloudFront,

    /// <summary>The bytes themselves, as a signature that is the key itself has them.</summary>
    Text,
}
