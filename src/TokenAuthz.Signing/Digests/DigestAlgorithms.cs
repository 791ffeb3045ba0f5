using System.Diagnostics;
using System.Security.Cryptography;

namespace TokenAuthz.Signing.Digests;

#pragma warning disable CA5350, CA5351 // Formats in use are made of MD5 and SHA-1; new ones have HMAC with SHA-256.

/// <summary>Computes a <see cref="DigestAlgorithm"/>, without allocating.</summary>
internal static class DigestAlgorithms
{
    /// <summary>The longest digest in bytes.</summary>
    public const int MaxSize = SHA512.HashSizeInBytes;

    public static bool IsKeyed(this DigestAlgorithm algorithm) => algorithm >= DigestAlgorithm.HmacMd5;

    public static int Size(this DigestAlgorithm algorithm) => algorithm switch
    {
        DigestAlgorithm.Md5 or DigestAlgorithm.HmacMd5 => Md5.Size,
        DigestAlgorithm.Sha1 or DigestAlgorithm.HmacSha1 => SHA1.HashSizeInBytes,
        DigestAlgorithm.Sha256 or DigestAlgorithm.HmacSha256 => SHA256.HashSizeInBytes,
        _ => SHA512.HashSizeInBytes,
    };

    /// <summary>The name that RFC 9421, section 6.2.2, has for an algorithm; empty when it has none.</summary>
    public static ReadOnlySpan<byte> SignatureName(this DigestAlgorithm algorithm) =>
        algorithm is DigestAlgorithm.HmacSha256 ? "hmac-sha256"u8 : default;

    /// <summary>Condenses a message; the key is of no meaning to a plain digest.</summary>
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
