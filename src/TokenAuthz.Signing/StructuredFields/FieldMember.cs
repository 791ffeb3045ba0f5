namespace TokenAuthz.Signing.StructuredFields;

/// <summary>An item or an inner list, with its parameters: what a list and a dictionary consist of (RFC 9651, section 3).</summary>
internal readonly ref struct FieldMember
{
    private FieldMember(bool isInnerList, BareItem item, ReadOnlySpan<byte> items, ReadOnlySpan<byte> parameters)
    {
        IsInnerList = isInnerList;
        Item = item;
        Items = items;
        Parameters = parameters;
    }

    /// <summary>The value of a dictionary's member that is written without one, with its parameters.</summary>
    public static FieldMember True(ReadOnlySpan<byte> parameters) => new(false, BareItem.True, default, parameters);

    public bool IsInnerList { get; }

    /// <summary>The item, unless this is an inner list.</summary>
    public BareItem Item { get; }

    /// <summary>The well-formed text between the parentheses of an inner list.</summary>
    public ReadOnlySpan<byte> Items { get; }

    /// <summary>The well-formed parameters, with the first semicolon; empty for none.</summary>
    public ReadOnlySpan<byte> Parameters { get; }

    /// <summary>Takes the item or inner list that a text begins with.</summary>
    /// <returns>False when the text does not begin with one, or a part of it is ill-formed.</returns>
    public static bool TryTake(scoped ref ReadOnlySpan<byte> text, out FieldMember member)
    {
        if (text is not [(byte)'(', ..]) return TryTakeItem(ref text, out member);
        member = default;
        var start = text[1..];
        var list = new InnerListReader(start);
        while (list.TryTake(out _))
        {
        }

        if (!list.IsClosed) return false;
        text = list.Rest[1..];
        if (!ParameterReader.TryTakeAll(ref text, out var parameters)) return false;
        member = new(true, default, start[..^list.Rest.Length], parameters);
        return true;
    }

    /// <summary>Takes the item that a text begins with.</summary>
    /// <returns>False when the text does not begin with an item, or a parameter of it is ill-formed.</returns>
    public static bool TryTakeItem(scoped ref ReadOnlySpan<byte> text, out FieldMember member)
    {
        member = default;
        if (!BareItem.TryTake(ref text, out var item) || !ParameterReader.TryTakeAll(ref text, out var parameters)) return false;
        member = new(false, item, default, parameters);
        return true;
    }

    /// <summary>Reads a field that is one item (RFC 9651, section 4.2).</summary>
    /// <returns>False when the field is ill-formed.</returns>
    public static bool TryReadItem(ReadOnlySpan<byte> field, out FieldMember item)
    {
        field = field.Trim((byte)' ');
        return TryTakeItem(ref field, out item) && field.IsEmpty;
    }
}
