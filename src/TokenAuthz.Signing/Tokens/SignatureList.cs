using System.Text;

namespace TokenAuthz.Signing.Tokens;

/// <summary>
/// A field that holds several signatures, one of which has to match, as senders of webhooks write while their keys change:
/// <c>v1,AAA v1,BBB</c>. A signature that does not begin with the start text is of another kind, and skipped.
/// </summary>
internal sealed class SignatureList
{
    private readonly byte _separator;
    private readonly byte[] _start;

    private SignatureList(byte separator, byte[] start) => (_separator, _start) = (separator, start);

    /// <summary>A list of texts with a zero byte between two.</summary>
    public static SignatureList OfTexts { get; } = new(0, []);

    /// <summary>The text that each signature begins with.</summary>
    public ReadOnlySpan<byte> Start => _start;

    /// <summary>Takes the next signature off a list.</summary>
    /// <param name="list">The list; receives the rest of it.</param>
    /// <param name="signature">The signature, without its start.</param>
    /// <returns>False when there is none left.</returns>
    public bool TryTake(ref ReadOnlySpan<byte> list, out ReadOnlySpan<byte> signature)
    {
        while (!list.IsEmpty)
        {
            var end = list.IndexOf(_separator);
            signature = end < 0 ? list : list[..end];
            list = end < 0 ? default : list[(end + 1)..];
            if (!signature.StartsWith(_start)) continue;
            signature = signature[_start.Length..];
            return true;
        }

        signature = default;
        return false;
    }

    /// <summary>Takes the format of the field <c>sig</c> apart: the separator, then the start of each signature.</summary>
    /// <returns>Null for a field that holds one signature.</returns>
    /// <exception cref="FormatException">There is no separator, or the start holds it.</exception>
    public static SignatureList? Parse(string? format)
    {
        if (format is null) return null;
        if (format.Length == 0 || !char.IsAscii(format[0]) || format.IndexOf(format[0], 1) >= 0)
        {
            throw new FormatException(
                "the format of {sig} is the separator of several signatures and then the text that each begins with, as in {sig: v1,}");
        }

        return new((byte)format[0], Encoding.UTF8.GetBytes(format[1..]));
    }
}
