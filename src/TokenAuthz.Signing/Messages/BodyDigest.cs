using System.Security.Cryptography;
using TokenAuthz.Signing.Algorithms;
using TokenAuthz.Signing.StructuredFields;

namespace TokenAuthz.Signing.Messages;

/// <summary>The header <c>content-digest</c> (RFC 9530): signed, it protects nothing until it is compared with the body.</summary>
internal static class BodyDigest
{
    /// <summary>The header's name.</summary>
    public const string Header = "content-digest";

    /// <summary>
    /// Whether a signature may cover a header. Of the digests of a body only <c>content-digest</c> can be checked, and only where
    /// the host reads the body; <c>repr-digest</c> (RFC 9530) and <c>digest</c> (RFC 3230) are of a representation.
    /// </summary>
    public static bool IsComparable(ReadOnlySpan<byte> name, bool comparesBody) =>
        name.SequenceEqual("content-digest"u8) ? comparesBody : !name.SequenceEqual("repr-digest"u8) && !name.SequenceEqual("digest"u8);

    /// <summary>Whether a body has every SHA-256 and SHA-512 that a header lists, and the header lists one of them.</summary>
    public static bool Matches(ReadOnlySpan<byte> header, ReadOnlySpan<byte> body)
    {
        var reader = new DictionaryReader(header);
        var isCompared = false;
        while (reader.TryTake(out var algorithm, out var digest))
        {
            if (digest.Kind is not BareItemKind.Bytes) return false;
            if (algorithm.SequenceEqual("sha-256"u8)) isCompared = Matches(digest.Content, body, DigestAlgorithm.Sha256);
            else if (algorithm.SequenceEqual("sha-512"u8)) isCompared = Matches(digest.Content, body, DigestAlgorithm.Sha512);
            else continue;
            if (!isCompared) return false;
        }

        return isCompared && reader.IsDone;
    }

    private static bool Matches(ReadOnlySpan<byte> text, ReadOnlySpan<byte> body, DigestAlgorithm algorithm)
    {
        Span<byte> digest = stackalloc byte[SHA512.HashSizeInBytes];
        algorithm.Compute(default, body, digest);
        return SignatureEncoding.Base64.Matches(digest[..algorithm.Size()], text);
    }
}
