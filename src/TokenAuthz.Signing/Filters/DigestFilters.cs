using System.Buffers.Binary;
using System.Security.Cryptography;
using TokenAuthz.Signing.Algorithms;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Signing.Filters;

#pragma warning disable CA5350, CA5351 // Published formats use MD5 and SHA-1.

/// <summary>The filters that make a digest of a text, in bytes.</summary>
internal static class DigestFilters
{
    private static readonly TextForm Form = new() { Bytes = HttpBytes.All, IsFixed = true };

    public static IReadOnlyDictionary<string, TextFilter> All { get; } = new Dictionary<string, TextFilter>
    {
        ["md5"] = Of(Md5Of, Md5.Size),
        ["sha1"] = Of(SHA1.HashData, SHA1.HashSizeInBytes),
        ["sha256"] = Of(SHA256.HashData, SHA256.HashSizeInBytes),
        ["sha384"] = Of(SHA384.HashData, SHA384.HashSizeInBytes),
        ["sha512"] = Of(SHA512.HashData, SHA512.HashSizeInBytes),

        // Anybody can find a text of a given checksum, so that one does not stand for the text.
        ["crc32"] = Of(Crc32Of, sizeof(uint), FilterLoss.Content),
    };

    private static TextFilter Of(TextFilter.Function digest, int size, FilterLoss loss = FilterLoss.None) =>
        new(digest, _ => size) { Loss = loss, FormOf = _ => Form };

    private static int Md5Of(ReadOnlySpan<byte> text, Span<byte> digest)
    {
        var md5 = new Md5();
        md5.Append(text);
        md5.Finish(digest);
        return Md5.Size;
    }

    private static int Crc32Of(ReadOnlySpan<byte> text, Span<byte> digest)
    {
        BinaryPrimitives.WriteUInt32BigEndian(digest, Crc32.Compute(text));
        return sizeof(uint);
    }
}
