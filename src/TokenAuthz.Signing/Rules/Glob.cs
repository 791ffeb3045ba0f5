namespace TokenAuthz.Signing.Rules;

/// <summary>Globs: <c>*</c> is any text, slashes too, <c>?</c> is one character.</summary>
public static class Glob
{
    /// <summary>The longest glob in bytes, because a match costs up to the product of both lengths.</summary>
    public const int MaxLength = 512;

    private const byte Star = (byte)'*';
    private const byte Any = (byte)'?';

    /// <summary>Whether a text matches.</summary>
    /// <param name="glob">The glob; the caller refuses one that is longer than <see cref="MaxLength"/>.</param>
    /// <param name="text">The text.</param>
    public static bool IsMatch(ReadOnlySpan<byte> glob, ReadOnlySpan<byte> text)
    {
        var first = glob.IndexOf(Star);
        if (first < 0) return glob.Length == text.Length && IsAt(glob, text);

        // The texts before the first star and behind the last one have one place each.
        var last = glob.LastIndexOf(Star);
        var begin = glob[..first];
        var end = glob[(last + 1)..];
        if (text.Length < begin.Length + end.Length || !IsAt(begin, text) || !IsAt(end, text[^end.Length..])) return false;

        // A text between two stars is matched where it first occurs, which leaves the most for the texts behind it.
        var between = glob[first..last];
        var rest = text[begin.Length..^end.Length];
        foreach (var range in between.Split(Star))
        {
            var piece = between[range];
            var place = IndexOf(piece, rest);
            if (place < 0) return false;
            rest = rest[(place + piece.Length)..];
        }

        return true;
    }

    private static int IndexOf(ReadOnlySpan<byte> piece, ReadOnlySpan<byte> text)
    {
        var fixedByte = piece.IndexOfAnyExcept(Any);
        if (fixedByte < 0) return piece.Length <= text.Length ? 0 : -1;
        for (var start = 0; start + piece.Length <= text.Length; start++)
        {
            var next = text[(start + fixedByte)..].IndexOf(piece[fixedByte]);
            if (next < 0) return -1;
            start += next;
            if (start + piece.Length <= text.Length && IsAt(piece, text[start..])) return start;
        }

        return -1;
    }

    private static bool IsAt(ReadOnlySpan<byte> piece, ReadOnlySpan<byte> text)
    {
        if (piece.Length > text.Length) return false;
        for (var i = 0; i < piece.Length; i++)
        {
            if (piece[i] != Any && piece[i] != text[i]) return false;
        }

        return true;
    }
}
