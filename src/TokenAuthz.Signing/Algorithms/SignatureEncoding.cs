namespace TokenAuthz.Signing.Algorithms;

/// <summary>How a signature's bytes are written. What is read has to be what would be written, but for the freedom each names.</summary>
public enum SignatureEncoding
{
    /// <summary>Lower-case hex; upper-case is read as well.</summary>
    Hex,

    /// <summary>Lower-case hex and nothing else.</summary>
    HexLower,

    /// <summary>Base64 (RFC 4648, section 4) with padding; read without as well.</summary>
    Base64,

    /// <summary>Base64 for URLs (RFC 4648, section 5) without padding; read with it as well.</summary>
    Base64Url,

    /// <summary>Base64 for URLs with padding; read without as well.</summary>
    Base64UrlPadded,
}
