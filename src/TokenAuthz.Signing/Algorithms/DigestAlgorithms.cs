using System.Diagnostics;
using System.Security.Cryptography;

namespace TokenAuthz.Signing.Algorithms;

#pragma warning disable CA5350, CA5351 // Published formats use MD5 and SHA-1.

/// <summary>Computes digests and HMACs (RFC 2104), without allocating.</summary>
internal static class DigestAlgorithms
{
    /// <summary>The longest digest in bytes.</summary>
    public const int MaxSize = SHA512.HashSizeInBytes;

    /// <summary>The length of a digest in bytes.</summary>
    public static int Size(this DigestAlgorithm algorithm) => algorithm switch
    {
        DigestAlgorithm.Md5 => Md5.Size,
        DigestAlgorithm.Sha1 => SHA1.HashSizeInBytes,
        DigestAlgorithm.Sha256 => SHA256.HashSizeInBytes,
        DigestAlgorithm.Sha384 => SHA384.HashSizeInBytes,
        DigestAlgorithm.Sha512 => SHA512.HashSizeInBytes,
        _ => throw new UnreachableException(),
    };

    /// <summary>Computes the digest of a message.</summary>
    /// <param name="digest">Room for <see cref="Size"/> bytes.</param>
    public static void Compute(this DigestAlgorithm algorithm, ReadOnlySpan<byte> message, Span<byte> digest)
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
            case DigestAlgorithm.Sha384: SHA384.HashData(message, digest); break;
            case DigestAlgorithm.Sha512: SHA512.HashData(message, digest); break;
            default: throw new UnreachableException();
        }
    }

    /// <summary>Computes the HMAC of a message.</summary>
    /// <param name="digest">Room for <see cref="Size"/> bytes.</param>
    public static void ComputeHmac(this DigestAlgorithm algorithm, ReadOnlySpan<byte> key, ReadOnlySpan<byte> message, Span<byte> digest)
    {
        switch (algorithm)
        {
            case DigestAlgorithm.Md5: HMACMD5.HashData(key, message, digest); break;
            case DigestAlgorithm.Sha1: HMACSHA1.HashData(key, message, digest); break;
            case DigestAlgorithm.Sha256: HMACSHA256.HashData(key, message, digest); break;
            case DigestAlgorithm.Sha384: HMACSHA384.HashData(key, message, digest); break;
            case DigestAlgorithm.Sha512: HMACSHA512.HashData(key, message, digest); break;
            default: throw new UnreachableException();
        }
    }
}
