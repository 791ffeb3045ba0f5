namespace TokenAuthz.Signing.StructuredFields;

/// <summary>Steps over the commas of a list or dictionary (RFC 9651, sections 4.2.1 and 4.2.2).</summary>
internal ref struct FieldSeparator
{
    private ReadOnlySpan<byte> _rest;

    public FieldSeparator(ReadOnlySpan<byte> field)
    {
        _rest = field.Trim((byte)' ');
        IsDone = _rest.IsEmpty;
    }

    /// <summary>Whether the last member was well-formed, and nothing follows it.</summary>
    public bool IsDone { get; private set; }

    /// <summary>Gives the text that begins with the next member.</summary>
    /// <returns>False at the end.</returns>
    public readonly bool TryBegin(out ReadOnlySpan<byte> rest)
    {
        rest = _rest;
        return !IsDone;
    }

    /// <summary>Steps to the next member. Blanks and tabs may stand on both sides of a comma.</summary>
    /// <param name="rest">The text behind a member.</param>
    /// <returns>False when no comma follows, or no member follows the comma.</returns>
    public bool TryEnd(ReadOnlySpan<byte> rest)
    {
        rest = rest.TrimStart(" \t"u8);
        IsDone = rest.IsEmpty;
        if (IsDone) return true;
        if (rest[0] != ',') return false;
        _rest = rest[1..].TrimStart(" \t"u8);
        return !_rest.IsEmpty;
    }
}
