namespace TokenAuthz.Signing.Filters;

/// <summary>Sorts the lines of a text by their bytes, and joins them with nothing between two, as WeChat does.</summary>
internal static class SortedLines
{
    private const int MaxLines = 16;

    /// <summary>Writes the lines.</summary>
    /// <returns>How many bytes were written; -1 for more than 16 lines, or a zero byte, which extends a digest.</returns>
    public static int Join(ReadOnlySpan<byte> text, Span<byte> result)
    {
        if (text.Contains((byte)0)) return -1;
        Span<Range> lines = stackalloc Range[MaxLines];
        var count = 0;
        foreach (var line in text.Split((byte)'\n'))
        {
            if (count == MaxLines) return -1;
            var place = count++;
            for (; place > 0 && text[line].SequenceCompareTo(text[lines[place - 1]]) < 0; place--) lines[place] = lines[place - 1];
            lines[place] = line;
        }

        var length = 0;
        foreach (var line in lines[..count])
        {
            text[line].CopyTo(result[length..]);
            length += text[line].Length;
        }

        return length;
    }
}
