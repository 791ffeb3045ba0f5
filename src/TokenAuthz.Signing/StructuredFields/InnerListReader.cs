namespace TokenAuthz.Signing.StructuredFields;

/// <summary>Reads the items of an inner list, from behind its opening parenthesis (RFC 9651, section 4.2.1.2).</summary>
internal ref struct InnerListReader(ReadOnlySpan<byte> text)
{
    private ReadOnlySpan<byte> _rest = text;
    private bool _isBroken;
    private bool _hasItem;

    /// <summary>The text behind the items that were taken.</summary>
    public readonly ReadOnlySpan<byte> Rest => _rest;

    /// <summary>Whether all items were taken, and the closing parenthesis follows.</summary>
    public readonly bool IsClosed => !_isBroken && _rest is [(byte)')', ..];

    /// <summary>Whether all of the text was taken.</summary>
    public readonly bool IsDone => !_isBroken && _rest.IsEmpty;

    /// <summary>Takes the next item.</summary>
    /// <returns>False at the closing parenthesis, at the end of the text, and where an item is ill-formed.</returns>
    public bool TryTake(out FieldMember item)
    {
        item = default;
        if (_isBroken) return false;
        var rest = _rest.TrimStart((byte)' ');
        var isSeparated = rest.Length < _rest.Length || !_hasItem;
        _rest = rest;
        if (rest is [] or [(byte)')', ..]) return false;
        _isBroken = !isSeparated || !FieldMember.TryTakeItem(ref rest, out item);
        if (!_isBroken) _rest = rest;
        _hasItem = true;
        return !_isBroken;
    }
}
