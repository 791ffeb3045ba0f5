namespace TokenAuthz.Signing.StructuredFields;

/// <summary>Reads a list (RFC 9651, section 4.2.1). Lines of one field are to be joined with commas.</summary>
internal ref struct ListReader(ReadOnlySpan<byte> field)
{
    private FieldSeparator _separator = new(field);

    /// <summary>Whether everything was read, and all of it was well-formed.</summary>
    public readonly bool IsDone => _separator.IsDone;

    /// <summary>Takes the next member.</summary>
    /// <returns>False at the end, and where a member is ill-formed; <see cref="IsDone"/> tells them apart.</returns>
    public bool TryTake(out FieldMember member)
    {
        member = default;
        return _separator.TryBegin(out var rest) && FieldMember.TryTake(ref rest, out member) && _separator.TryEnd(rest);
    }
}
