using System.Buffers;

namespace TokenAuthz.Signing.StructuredFields;

/// <summary>A bare item of a structured field (RFC 8941, section 3.3), as it stands in the field.</summary>
internal readonly ref struct BareItem
{
    private static readonly SearchValues<byte> NumberBytes = SearchValues.Create("0123456789.-"u8);

    private static readonly SearchValues<byte> TokenBytes = SearchValues.Create(
        "!#$%&'*+-.^_`|~:/0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    private static readonly SearchValues<byte> Base64Bytes = SearchValues.Create(
        "+/=0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    private BareItem(BareItemKind kind, ReadOnlySpan<byte> text)
    {
        Kind = kind;
        Text = text;
    }

    /// <summary>The item that a parameter without a value has.</summary>
    public static BareItem True => new(BareItemKind.Boolean, "?1"u8);

    public BareItemKind Kind { get; }

    /// <summary>The item with its quotes or colons.</summary>
    public ReadOnlySpan<byte> Text { get; }

    /// <summary>The item without its quotes or colons; the escapes of a string stay.</summary>
    public ReadOnlySpan<byte> Content => Kind is BareItemKind.String or BareItemKind.Bytes ? Text[1..^1] : Text;

    /// <summary>Whether the item is this very string.</summary>
    public bool IsString(ReadOnlySpan<byte> text) => Kind is BareItemKind.String && Content.SequenceEqual(text);

    /// <summary>Reads the item that a text begins with.</summary>
    /// <returns>False when the text does not begin with an item of a known type.</returns>
    public static bool TryRead(ReadOnlySpan<byte> text, out BareItem item)
    {
        item = default;
        if (text.IsEmpty) return false;
        var first = text[0];
        var (kind, length) = first switch
        {
            (byte)'"' => (BareItemKind.String, StringLength(text)),
            (byte)':' => (BareItemKind.Bytes, BytesLength(text)),
            (byte)'?' => (BareItemKind.Boolean, text.Length > 1 && text[1] is (byte)'0' or (byte)'1' ? 2 : 0),
            (byte)'-' or (>= (byte)'0' and <= (byte)'9') => (BareItemKind.Number, LengthOf(text, NumberBytes)),
            (byte)'*' => (BareItemKind.Token, LengthOf(text, TokenBytes)),
            _ => (BareItemKind.Token, char.IsAsciiLetter((char)first) ? LengthOf(text, TokenBytes) : 0),
        };
        if (length == 0) return false;
        item = new(kind, text[..length]);
        return true;
    }

    private static int LengthOf(ReadOnlySpan<byte> text, SearchValues<byte> allowed)
    {
        var end = text.IndexOfAnyExcept(allowed);
        return end < 0 ? text.Length : end;
    }

    // A backslash escapes a quote or another backslash, and nothing else (RFC 8941, section 4.2.5).
    private static int StringLength(ReadOnlySpan<byte> text)
    {
        for (var i = 1; i < text.Length; i++)
        {
            if (text[i] == '"') return i + 1;
            if (text[i] is < 0x20 or > 0x7e) return 0;
            if (text[i] == '\\' && (++i == text.Length || text[i] is not ((byte)'"' or (byte)'\\'))) return 0;
        }

        return 0;
    }

    private static int BytesLength(ReadOnlySpan<byte> text)
    {
        var length = 1 + LengthOf(text[1..], Base64Bytes);
        return length < text.Length && text[length] == ':' ? length + 1 : 0;
    }
}
