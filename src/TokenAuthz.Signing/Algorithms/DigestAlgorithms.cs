using System.Diagnostics;
using System.Security.Cryptography;

namespace TokenAuthz.Signing.Algorithms;

#pragma warning disable CA5350, CA5351 // Published formats use MD5 and SHA-1.

/// <summary>Computes a <see cref="DigestAlgorithm"/>, without allocating.</summary>
internal static class DigestAlgorithms
{
    /// <summary>The longest digest in bytes.</summary>
    public const int MaxSize = SHA512.HashSizeInBytes;

    public static bool IsKeyed(this DigestAlgorithm algorithm) => algorithm switch
    {
        DigestAlgorithm.Md5 or DigestAlgorithm.Sha1 or DigestAlgorithm.Sha256 or DigestAlgorithm.Sha512 => false,
        DigestAlgorithm.HmacMd5 or DigestAlgorithm.HmacSha1 or DigestAlgorithm.HmacSha256 or DigestAlgorithm.HmacSha512 => true,
        _ => throw new UnreachableException(),
    };

    public static int Size(this DigestAlgorithm algorithm) => algorithm switch
    {
        DigestAlgorithm.Md5 or DigestAlgorithm.HmacMd5 => Md5.Size,
        DigestAlgorithm.Sha1 or DigestAlgorithm.HmacSha1 => SHA1.HashSizeInBytes,
        DigestAlgorithm.Sha256 or DigestAlgorithm.HmacSha256 => SHA256.HashSizeInBytes,
        DigestAlgorithm.Sha512 or DigestAlgorithm.HmacSha512 => SHA512.HashSizeInBytes,
        _ => throw new UnreachableException(),
    };

    /// <summary>The name of an algorithm in RFC 9421, section 6.2.2; empty for one that the RFC does not name.</summary>
    public static ReadOnlySpan<byte> SignatureName(this DigestAlgorithm algorithm) =>
        algorithm is DigestAlgorithm.HmacSha256 ? "hmac-sha256"u8 : default;

    /// <summary>Computes the digest of a message; a plain digest ignores the key.</summary>
    /// <param name="digest">Room for <see cref="Size"/> bytes.</param>
    public static void Compute(this DigestAlgorithm algorithm, ReadOnlySpan<byte> key, ReadOnlySpan<byte> message, Span<byte> digest)
    {
        switch (algorithm)
        {
            case DigestAlgorithm.Md5:
                var md5 = new Md5();
                md5.Append(message);
                md5.Finish(digest);
                break;
            case DigestAlgorithm.Sha1: SHA1.HashData(message, digest); break;
            case DigestAlgorithm.Sha256: SHA256.HashData(message, digest); break;
            case DigestAlgorithm.Sha512: SHA512.HashData(message, digest); break;
            case DigestAlgorithm.HmacMd5: HMACMD5.HashData(key, message, digest); break;
            case DigestAlgorithm.HmacSha1: HMACSHA1.HashData(key, message, digest); break;
            case DigestAlgorithm.HmacSha256: HMACSHA256.HashData(key, message, digest); break;
            case DigestAlgorithm.HmacSha512: HMACSHA512.HashData(key, message, digest); break;
            default: throw new UnreachableException();
        }
    }
}
