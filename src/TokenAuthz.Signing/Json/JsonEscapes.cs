using System.Diagnostics;
using System.Text;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Signing.Json;

/// <summary>
/// The escapes in strings of JSON (RFC 8259, section 7). Half of a surrogate pair is ill-formed, as in I-JSON (RFC 7493, section 2.1).
/// </summary>
internal static class JsonEscapes
{
    private const int UnicodeLength = 6;

    /// <summary>The length of the escape, or of the two escapes of one character, that a text begins with; 0 if it is ill-formed.</summary>
    public static int LengthOf(ReadOnlySpan<byte> text)
    {
        if (text is not [(byte)'\\', _, ..]) return 0;
        if (Simple(text[1]) != 0) return 2;
        return TryDecodeUnicode(text, out _, out var length) ? length : 0;
    }

    /// <summary>Decodes the content of a string that <see cref="JsonScanner"/> took.</summary>
    /// <param name="content">The content.</param>
    /// <param name="result">Room for as many bytes as <paramref name="content"/> has.</param>
    /// <returns>How many bytes were written.</returns>
    public static int Decode(ReadOnlySpan<byte> content, Span<byte> result)
    {
        var written = 0;
        while (!content.IsEmpty)
        {
            var plain = content.IndexOf((byte)'\\');
            if (plain < 0) plain = content.Length;
            content[..plain].CopyTo(result[written..]);
            written += plain;
            content = content[plain..];
            if (content.Length < 2) break;

            if (Simple(content[1]) is not 0 and var value)
            {
                result[written++] = value;
                content = content[2..];
            }
            else if (TryDecodeUnicode(content, out var rune, out var length))
            {
                written += rune.EncodeToUtf8(result[written..]);
                content = content[length..];
            }
            else
            {
                throw new UnreachableException();
            }
        }

        return written;
    }

    private static byte Simple(byte letter) => letter switch
    {
        (byte)'"' or (byte)'\\' or (byte)'/' => letter,
        (byte)'b' => (byte)'\b',
        (byte)'f' => (byte)'\f',
        (byte)'n' => (byte)'\n',
        (byte)'r' => (byte)'\r',
        (byte)'t' => (byte)'\t',
        _ => 0,
    };

    private static bool TryDecodeUnicode(ReadOnlySpan<byte> text, out Rune rune, out int length)
    {
        length = UnicodeLength;
        rune = default;
        if (!TryDecodeUnit(text, out var first)) return false;
        if (!char.IsSurrogate(first)) return Rune.TryCreate(first, out rune);
        length *= 2;
        return TryDecodeUnit(text[UnicodeLength..], out var second) && Rune.TryCreate(first, second, out rune);
    }

    private static bool TryDecodeUnit(ReadOnlySpan<byte> text, out char unit)
    {
        unit = default;
        if (text is not [(byte)'\\', (byte)'u', _, _, _, _, ..]) return false;
        if (!PercentEncoding.TryDecodePair(text[2..], out var high) || !PercentEncoding.TryDecodePair(text[4..], out var low)) return false;
        unit = (char)((high << 8) | low);
        return true;
    }
}
