namespace TokenAuthz.Signing.Algorithms;

/// <summary>How a signature is computed from a message: a plain digest of a message that holds the key, or an HMAC (RFC 2104).</summary>
public enum DigestAlgorithm
{
    /// <summary>MD5.</summary>
    Md5,

    /// <summary>SHA-1.</summary>
    Sha1,

    /// <summary>SHA-256.</summary>
    Sha256,

    /// <summary>SHA-512.</summary>
    Sha512,

    /// <summary>HMAC with MD5.</summary>
    HmacMd5,

    /// <summary>HMAC with SHA-1.</summary>
    HmacSha1,

    /// <summary>HMAC with SHA-256.</summary>
    HmacSha256,

    /// <summary>HMAC with SHA-512.</summary>
    HmacSha512,
}
