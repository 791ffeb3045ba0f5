namespace TokenAuthz.Signing.StructuredFields;

/// <summary>Reads a dictionary (RFC 8941, section 4.2.2) whose members are bare items.</summary>
internal ref struct DictionaryReader(ReadOnlySpan<byte> text)
{
    private ReadOnlySpan<byte> _rest = text.Trim((byte)' ');
    private bool _isDone;

    /// <summary>Whether everything was read, and all of it was well-formed.</summary>
    public readonly bool IsDone => _isDone;

    /// <summary>Takes the next member.</summary>
    /// <returns>False at the end, and where a member is ill-formed, has parameters, or is an inner list.</returns>
    public bool TryTake(out ReadOnlySpan<byte> key, out BareItem value)
    {
        key = default;
        value = default;
        if (_isDone || !KeyedItem.TryTake(ref _rest, out key, out value)) return false;

        // Blanks may stand on both sides of a comma.
        _rest = _rest.TrimStart(" \t"u8);
        _isDone = _rest.IsEmpty;
        if (_isDone) return true;
        if (_rest[0] != ',') return false;
        _rest = _rest[1..].TrimStart(" \t"u8);
        return true;
    }
}
