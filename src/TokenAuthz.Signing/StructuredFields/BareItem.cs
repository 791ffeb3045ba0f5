namespace TokenAuthz.Signing.StructuredFields;

/// <summary>A bare item of a structured field (RFC 9651, section 3.3), as it stands in the field.</summary>
internal readonly ref struct BareItem
{
    private BareItem(BareItemKind kind, ReadOnlySpan<byte> text)
    {
        Kind = kind;
        Text = text;
    }

    /// <summary>The value of a parameter or member that is written without one.</summary>
    public static BareItem True => new(BareItemKind.Boolean, "?1"u8);

    public BareItemKind Kind { get; }

    /// <summary>The item with the marks of its type: quotes, colons, <c>@</c>, <c>?</c>.</summary>
    public ReadOnlySpan<byte> Text { get; }

    /// <summary>The item without the marks of its type; escapes stay.</summary>
    public ReadOnlySpan<byte> Content => Kind switch
    {
        BareItemKind.String or BareItemKind.Bytes => Text[1..^1],
        BareItemKind.DisplayString => Text[2..^1],
        BareItemKind.Date or BareItemKind.Boolean => Text[1..],
        BareItemKind.Integer or BareItemKind.Decimal or BareItemKind.Token => Text,
        _ => default,
    };

    /// <summary>Whether the item is true.</summary>
    public bool IsTrue => Kind is BareItemKind.Boolean && Text[1] == '1';

    /// <summary>Whether the item is a string that stands in the field with this text between its quotes.</summary>
    public bool IsString(ReadOnlySpan<byte> content) => Kind is BareItemKind.String && Content.SequenceEqual(content);

    /// <summary>Takes the item that a text begins with.</summary>
    /// <returns>False when the text does not begin with an item.</returns>
    public static bool TryTake(scoped ref ReadOnlySpan<byte> text, out BareItem item)
    {
        var (kind, length) = text switch
        {
            [(byte)'"', ..] => (BareItemKind.String, BareItemLength.OfString(text)),
            [(byte)':', ..] => (BareItemKind.Bytes, BareItemLength.OfBytes(text)),
            [(byte)'?', (byte)'0' or (byte)'1', ..] => (BareItemKind.Boolean, 2),
            [(byte)'@', ..] => (BareItemKind.Date, BareItemLength.OfDate(text)),
            [(byte)'%', ..] => (BareItemKind.DisplayString, BareItemLength.OfDisplayString(text)),
            [(byte)'-' or (>= (byte)'0' and <= (byte)'9'), ..] => BareItemLength.OfNumber(text),
            _ => (BareItemKind.Token, BareItemLength.OfToken(text)),
        };
        item = new(kind, text[..length]);
        text = text[length..];
        return length > 0;
    }
}
