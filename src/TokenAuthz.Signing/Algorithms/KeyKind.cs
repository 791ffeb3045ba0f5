namespace TokenAuthz.Signing.Algorithms;

/// <summary>What a key is made of, which decides the algorithms that it can be used with.</summary>
public enum KeyKind
{
    /// <summary>Bytes that signer and verifier share.</summary>
    SharedSecret,

    /// <summary>An RSA key.</summary>
    Rsa,

    /// <summary>A key on the curve P-256 (FIPS 186-5; secp256r1, prime256v1).</summary>
    EcP256,

    /// <summary>A key on the curve P-384 (secp384r1).</summary>
    EcP384,

    /// <summary>A key on the curve P-521 (secp521r1).</summary>
    EcP521,

    /// <summary>An Ed25519 key (RFC 8032).</summary>
    Ed25519,
}
