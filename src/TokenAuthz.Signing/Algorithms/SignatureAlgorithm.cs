namespace TokenAuthz.Signing.Algorithms;

/// <summary>How a signature belongs to its message and to the key, and so which kind of key makes it.</summary>
public enum SignatureAlgorithm
{
    /// <summary>MD5 of a message that holds the shared secret.</summary>
    Md5,

    /// <summary>SHA-1 of a message that holds the shared secret.</summary>
    Sha1,

    /// <summary>SHA-256 of a message that holds the shared secret.</summary>
    Sha256,

    /// <summary>SHA-512 of a message that holds the shared secret.</summary>
    Sha512,

    /// <summary>HMAC (RFC 2104) with MD5.</summary>
    HmacMd5,

    /// <summary>HMAC with SHA-1.</summary>
    HmacSha1,

    /// <summary>HMAC with SHA-256: HS256 of JWTs (RFC 7518, section 3.2).</summary>
    HmacSha256,

    /// <summary>HMAC with SHA-384: HS384.</summary>
    HmacSha384,

    /// <summary>HMAC with SHA-512: HS512.</summary>
    HmacSha512,

    /// <summary>RSA, PKCS#1 v1.5 (RFC 8017, section 8.2), with SHA-1. Only formats that have no other should use it.</summary>
    RsaSha1,

    /// <summary>RSA, PKCS#1 v1.5, with SHA-256: RS256.</summary>
    RsaSha256,

    /// <summary>RSA, PKCS#1 v1.5, with SHA-384: RS384.</summary>
    RsaSha384,

    /// <summary>RSA, PKCS#1 v1.5, with SHA-512: RS512.</summary>
    RsaSha512,

    /// <summary>RSA-PSS (RFC 8017, section 8.1) with SHA-256, MGF1 with the same, and a salt of 32 bytes: PS256.</summary>
    RsaPssSha256,

    /// <summary>RSA-PSS with SHA-384, MGF1 with the same, and a salt of 48 bytes: PS384.</summary>
    RsaPssSha384,

    /// <summary>RSA-PSS with SHA-512, MGF1 with the same, and a salt of 64 bytes: PS512.</summary>
    RsaPssSha512,

    /// <summary>ECDSA (FIPS 186-5) with the curve P-256 and SHA-1. Only formats that have no other should use it.</summary>
    EcdsaP256Sha1,

    /// <summary>ECDSA with the curve P-256 and SHA-256: ES256.</summary>
    EcdsaP256Sha256,

    /// <summary>ECDSA with the curve P-384 and SHA-384: ES384.</summary>
    EcdsaP384Sha384,

    /// <summary>ECDSA with the curve P-521 and SHA-512: ES512.</summary>
    EcdsaP521Sha512,

    /// <summary>Ed25519 (RFC 8032): EdDSA of JWTs (RFC 8037).</summary>
    Ed25519,

    /// <summary><see cref="RsaSha1"/> or <see cref="EcdsaP256Sha1"/>, by the kind of the key, as CloudFront has it.</summary>
    RsaOrEcdsaSha1,

    /// <summary><see cref="RsaSha256"/> or <see cref="EcdsaP256Sha256"/>, by the kind of the key, as CloudFront has it.</summary>
    RsaOrEcdsaSha256,

    /// <summary>The signature is the key itself, and nothing is signed.</summary>
    Token,

    /// <summary>The key's own algorithm. A key without one is used as its kind is used most: a public RSA key with RS256.</summary>
    FromKey,
}
