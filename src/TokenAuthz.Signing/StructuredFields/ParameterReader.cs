namespace TokenAuthz.Signing.StructuredFields;

/// <summary>Reads the parameters of a structured field (RFC 8941, section 4.2.3.2), from behind the first semicolon.</summary>
internal ref struct ParameterReader(ReadOnlySpan<byte> text)
{
    private ReadOnlySpan<byte> _rest = text;
    private bool _isDone = text.IsEmpty;

    /// <summary>Whether everything was read, and all of it was well-formed.</summary>
    public readonly bool IsDone => _isDone;

    /// <summary>Takes the next parameter.</summary>
    /// <returns>False at the end, and where a parameter is ill-formed; <see cref="IsDone"/> tells them apart.</returns>
    public bool TryTake(out ReadOnlySpan<byte> key, out BareItem value)
    {
        key = default;
        value = default;
        if (_isDone) return false;
        _rest = _rest.TrimStart((byte)' ');
        if (!KeyedItem.TryTake(ref _rest, out key, out value)) return false;

        // Blanks may end the field, and stand behind a semicolon, but not before one.
        _isDone = !_rest.ContainsAnyExcept((byte)' ');
        if (_isDone) return true;
        if (_rest[0] != ';') return false;
        _rest = _rest[1..];
        return true;
    }
}
