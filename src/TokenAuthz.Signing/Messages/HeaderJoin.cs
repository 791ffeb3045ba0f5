namespace TokenAuthz.Signing.Messages;

/// <summary>How headers that a token lists stand in a message.</summary>
/// <param name="ListSeparator">The byte between two names of the list.</param>
/// <param name="Separator">The byte between two headers in the message.</param>
/// <param name="IsBehindLast">Whether the separator stands behind the last header too.</param>
internal sealed record HeaderJoin(byte ListSeparator, byte Separator, bool IsBehindLast)
{
    /// <summary>A line for each, listed with semicolons.</summary>
    public static HeaderJoin Lines { get; } = new((byte)';', (byte)'\n', IsBehindLast: true);

    /// <summary>Takes an argument apart: the character between two names of the list, and the one between two headers.</summary>
    /// <exception cref="FormatException">The argument is not two characters.</exception>
    public static HeaderJoin Parse(string argument) => argument switch
    {
        "" => Lines,
        [var list, var separator] when char.IsAscii(list) && char.IsAscii(separator) =>
            new((byte)list, (byte)separator, IsBehindLast: false),
        _ => throw new FormatException(
            $"'{argument}' is not the character between two names of the list and the one between two headers, as in " +
                "{header_lines:,;}"),
    };

    /// <summary>Whether <c>name:value</c> cannot be read as several: no other name may stand behind a separator in it.</summary>
    public bool IsOne(ReadOnlySpan<byte> header) =>
        header.IndexOf(Separator) is not (>= 0 and var end) || !header[end..].Contains((byte)':');
}
