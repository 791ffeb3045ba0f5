using TokenAuthz.Signing.Filters;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Signing.StructuredFields;

/// <summary>
/// Serializes what a reader took (RFC 9651, section 4.1): every structured field has one such spelling, so that a signature over it
/// holds whatever blanks and zeros the field came with.
/// </summary>
internal static class FieldWriter
{
    /// <summary>Writes a list.</summary>
    /// <returns>False when the field is no list.</returns>
    public static bool TryWriteList(ref ByteWriter writer, scoped ReadOnlySpan<byte> field)
    {
        var reader = new ListReader(field);
        for (var isFirst = true; reader.TryTake(out var member); isFirst = false)
        {
            if (!isFirst) writer.Append(", "u8);
            WriteMember(ref writer, member);
        }

        return reader.IsDone;
    }

    /// <summary>Writes a dictionary.</summary>
    /// <returns>False when the field is no dictionary.</returns>
    public static bool TryWriteDictionary(ref ByteWriter writer, scoped ReadOnlySpan<byte> field)
    {
        var reader = new DictionaryReader(field);
        for (var isFirst = true; reader.TryTake(out var key, out var member); isFirst = false)
        {
            if (!isFirst) writer.Append(", "u8);
            writer.Append(key);
            if (!member.IsInnerList && member.Item.IsTrue)
            {
                WriteParameters(ref writer, member.Parameters);
                continue;
            }

            writer.Append((byte)'=');
            WriteMember(ref writer, member);
        }

        return reader.IsDone;
    }

    /// <summary>Writes an item or an inner list, with its parameters.</summary>
    public static void WriteMember(ref ByteWriter writer, scoped FieldMember member)
    {
        if (member.IsInnerList) WriteInnerList(ref writer, member.Items);
        else WriteItem(ref writer, member.Item);
        WriteParameters(ref writer, member.Parameters);
    }

    /// <summary>Writes an inner list of the text between its parentheses.</summary>
    public static void WriteInnerList(ref ByteWriter writer, scoped ReadOnlySpan<byte> items)
    {
        writer.Append((byte)'(');
        var list = new InnerListReader(items);
        for (var isFirst = true; list.TryTake(out var item); isFirst = false)
        {
            if (!isFirst) writer.Append((byte)' ');
            WriteMember(ref writer, item);
        }

        writer.Append((byte)')');
    }

    /// <summary>Writes parameters.</summary>
    public static void WriteParameters(ref ByteWriter writer, scoped ReadOnlySpan<byte> parameters)
    {
        var reader = new ParameterReader(parameters);
        while (reader.TryTake(out var key, out var value))
        {
            writer.Append((byte)';');
            writer.Append(key);
            if (value.IsTrue) continue;
            writer.Append((byte)'=');
            WriteItem(ref writer, value);
        }
    }

    private static void WriteItem(ref ByteWriter writer, scoped BareItem item)
    {
        switch (item.Kind)
        {
            case BareItemKind.Integer:
                WriteInteger(ref writer, item.Content);
                break;
            case BareItemKind.Decimal:
                WriteDecimal(ref writer, item.Content);
                break;
            case BareItemKind.Date:
                writer.Append((byte)'@');
                WriteInteger(ref writer, item.Content);
                break;
            case BareItemKind.Bytes:
                WriteBytes(ref writer, item.Content);
                break;
            case BareItemKind.DisplayString:
                WriteDisplayString(ref writer, item.Content);
                break;
            case BareItemKind.String or BareItemKind.Token or BareItemKind.Boolean:
            default:
                writer.Append(item.Text);
                break;
        }
    }

    // Without leading zeros; zero has no sign.
    private static void WriteInteger(ref ByteWriter writer, scoped ReadOnlySpan<byte> text)
    {
        var digits = text.TrimStart("-0"u8);
        if (text[0] == '-' && !digits.IsEmpty) writer.Append((byte)'-');
        writer.Append(digits.IsEmpty ? "0"u8 : digits);
    }

    // Without leading and trailing zeros, but with a digit on both sides of the point.
    private static void WriteDecimal(ref ByteWriter writer, scoped ReadOnlySpan<byte> text)
    {
        var point = text.IndexOf((byte)'.');
        var before = text[..point].TrimStart("-0"u8);
        var behind = text[(point + 1)..].TrimEnd((byte)'0');
        if (text[0] == '-' && before.Length + behind.Length > 0) writer.Append((byte)'-');
        writer.Append(before.IsEmpty ? "0"u8 : before);
        writer.Append((byte)'.');
        writer.Append(behind.IsEmpty ? "0"u8 : behind);
    }

    private static void WriteBytes(ref ByteWriter writer, scoped ReadOnlySpan<byte> base64)
    {
        var letters = base64.TrimEnd((byte)'=');
        writer.Append((byte)':');
        writer.Append(letters);
        writer.Append("=="u8[..((4 - (letters.Length % 4)) % 4)]);
        writer.Append((byte)':');
    }

    // Only what cannot stand in a string is escaped, and the percent sign (RFC 9651, section 4.1.11).
    private static void WriteDisplayString(ref ByteWriter writer, scoped ReadOnlySpan<byte> text)
    {
        writer.Append("%\""u8);
        for (var i = 0; i < text.Length; i++)
        {
            var isEscape = text[i] == '%';
            if (!isEscape || !PercentEncoding.TryDecodePair(text[(i + 1)..], out var value)) value = text[i];
            if (value is (byte)'%' or (byte)'"' or < 0x20 or > 0x7e) writer.Append(text.Slice(i, 3));
            else writer.Append(value);
            if (isEscape) i += 2;
        }

        writer.Append((byte)'"');
    }
}
