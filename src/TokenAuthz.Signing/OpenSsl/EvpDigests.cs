using System.Diagnostics;
using TokenAuthz.Signing.Algorithms;

namespace TokenAuthz.Signing.OpenSsl;

/// <summary>OpenSSL's objects for digests, which live as long as the process.</summary>
internal static class EvpDigests
{
    /// <summary>The EVP_MD of a digest.</summary>
    public static nint Of(DigestAlgorithm digest) => digest switch
    {
        DigestAlgorithm.Sha1 => LibCrypto.EVP_sha1(),
        DigestAlgorithm.Sha256 => LibCrypto.EVP_sha256(),
        DigestAlgorithm.Sha384 => LibCrypto.EVP_sha384(),
        DigestAlgorithm.Sha512 => LibCrypto.EVP_sha512(),
        DigestAlgorithm.Md5 => throw new NotSupportedException("No format signs an MD5 with RSA."),
        _ => throw new UnreachableException(),
    };
}
