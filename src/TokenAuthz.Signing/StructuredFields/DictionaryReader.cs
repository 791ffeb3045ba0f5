namespace TokenAuthz.Signing.StructuredFields;

/// <summary>Reads a dictionary (RFC 9651, section 4.2.2). Lines of one field are to be joined with commas.</summary>
internal ref struct DictionaryReader(ReadOnlySpan<byte> field)
{
    private FieldSeparator _separator = new(field);

    /// <summary>Whether everything was read, and all of it was well-formed.</summary>
    public readonly bool IsDone => _separator.IsDone;

    /// <summary>Takes the next member. Keys that are there twice are taken twice.</summary>
    /// <returns>False at the end, and where a member is ill-formed; <see cref="IsDone"/> tells them apart.</returns>
    public bool TryTake(out ReadOnlySpan<byte> key, out FieldMember member)
    {
        key = default;
        member = default;
        if (!_separator.TryBegin(out var rest) || !FieldKey.TryTake(ref rest, out key)) return false;
        if (rest is not [(byte)'=', ..])
        {
            if (!ParameterReader.TryTakeAll(ref rest, out var parameters)) return false;
            member = FieldMember.True(parameters);
            return _separator.TryEnd(rest);
        }

        rest = rest[1..];
        return FieldMember.TryTake(ref rest, out member) && _separator.TryEnd(rest);
    }

    /// <summary>Finds the member of a key.</summary>
    /// <returns>
    /// False when the dictionary is ill-formed, or has the key not once: RFC 9651 takes the last of two, other readers the first.
    /// </returns>
    public static bool TryFind(ReadOnlySpan<byte> field, scoped ReadOnlySpan<byte> key, out FieldMember member)
    {
        member = default;
        var count = 0;
        var reader = new DictionaryReader(field);
        while (reader.TryTake(out var other, out var value))
        {
            if (!other.SequenceEqual(key)) continue;
            member = value;
            count++;
        }

        return reader.IsDone && count == 1;
    }
}
