namespace TokenAuthz.Signing.StructuredFields;

/// <summary>Reads the parameters that a text begins with: <c>;a=1;b</c> (RFC 9651, section 4.2.3.2).</summary>
internal ref struct ParameterReader(ReadOnlySpan<byte> text)
{
    private ReadOnlySpan<byte> _rest = text;
    private bool _isBroken;

    /// <summary>The text behind the parameters that were taken.</summary>
    public readonly ReadOnlySpan<byte> Rest => _rest;

    /// <summary>Whether a parameter was ill-formed.</summary>
    public readonly bool IsBroken => _isBroken;

    /// <summary>Whether all of the text was taken.</summary>
    public readonly bool IsDone => _rest.IsEmpty && !_isBroken;

    /// <summary>Takes the next parameter. Keys that are there twice are taken twice.</summary>
    /// <returns>False when no semicolon follows, and where a parameter is ill-formed.</returns>
    public bool TryTake(out ReadOnlySpan<byte> key, out BareItem value)
    {
        key = default;
        value = BareItem.True;
        if (_isBroken || _rest is not [(byte)';', ..]) return false;
        var rest = _rest[1..].TrimStart((byte)' ');
        _isBroken = !FieldKey.TryTake(ref rest, out key);
        if (!_isBroken && rest is [(byte)'=', ..])
        {
            rest = rest[1..];
            _isBroken = !BareItem.TryTake(ref rest, out value);
        }

        if (!_isBroken) _rest = rest;
        return !_isBroken;
    }

    /// <summary>Takes the parameters that a text begins with.</summary>
    /// <param name="text">The text; receives the rest of it.</param>
    /// <param name="parameters">The parameters, with the first semicolon; empty when there are none.</param>
    /// <returns>False when a parameter is ill-formed.</returns>
    public static bool TryTakeAll(scoped ref ReadOnlySpan<byte> text, out ReadOnlySpan<byte> parameters)
    {
        var reader = new ParameterReader(text);
        while (reader.TryTake(out _, out _))
        {
        }

        parameters = text[..^reader.Rest.Length];
        text = reader.Rest;
        return !reader.IsBroken;
    }
}
