namespace TokenAuthz.Signing.Algorithms;

/// <summary>A digest of bytes.</summary>
internal enum DigestAlgorithm
{
    Md5,
    Sha1,
    Sha256,
    Sha384,
    Sha512,
}
