using System.Buffers;
using TokenAuthz.Signing.Filters;

namespace TokenAuthz.Signing.Messages;

/// <summary>
/// How issuers of Akamai's tokens escape a path, percent signs of its escapes too, with lower-case digits. They differ in the characters
/// that stay as they are; none of these is a slash or a percent sign, so that all spellings of a path decode to it, and to no other.
/// </summary>
internal static class AkamaiEscapes
{
    private static readonly SearchValues<byte>[] Bare =
    [
        Of("_.-"u8), // Akamai's PHP library, and its Python library on Python 2
        Of(",$!()_.*+-"u8), // Cloudinary
        Of("_.-~"u8), // Akamai's Python library, Go
        Of("_.-*"u8), // Akamai's Java library
        Of("_.-!()"u8), // Akamai's JavaScript library
        Of("_.-!()*'~"u8), // encodeURIComponent
    ];

    /// <summary>How many spellings there are.</summary>
    public static int Count => Bare.Length;

    /// <summary>Writes a path in one of the spellings.</summary>
    /// <returns>False when the path is the same in a spelling before.</returns>
    public static bool TryWrite(ref ByteWriter writer, scoped ReadOnlySpan<byte> path, int spelling)
    {
        for (var before = 0; before < spelling; before++)
        {
            if (IsSame(path, Bare[before], Bare[spelling])) return false;
        }

        Write(ref writer, path, Bare[spelling]);
        return true;
    }

    private static bool IsSame(ReadOnlySpan<byte> path, SearchValues<byte> one, SearchValues<byte> other)
    {
        foreach (var value in path)
        {
            if (one.Contains(value) != other.Contains(value)) return false;
        }

        return true;
    }

    private static void Write(ref ByteWriter writer, scoped ReadOnlySpan<byte> path, SearchValues<byte> bare)
    {
        Span<byte> escape = stackalloc byte[3];
        foreach (var value in path)
        {
            if (bare.Contains(value))
            {
                writer.Append(value);
                continue;
            }

            escape[0] = (byte)'%';
            _ = Convert.TryToHexStringLower([value], escape[1..], out _);
            writer.Append(escape);
        }
    }

    private static SearchValues<byte> Of(ReadOnlySpan<byte> marks) =>
        SearchValues.Create([.. "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8, .. marks]);
}
