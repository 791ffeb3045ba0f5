namespace TokenAuthz.Signing.Filters;

/// <summary>A pure function of bytes, as in <c>{body|sha256|hex}</c>.</summary>
/// <param name="function">Makes the result.</param>
/// <param name="roomFor">The room in bytes that the result of a text of some length takes at most.</param>
internal sealed class TextFilter(TextFilter.Function function, Func<int, int> roomFor)
{
    /// <summary>Writes the result for a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="result">Room for the result.</param>
    /// <returns>How many bytes were written; -1 when the text is ill-formed.</returns>
    public delegate int Function(ReadOnlySpan<byte> text, Span<byte> result);

    /// <summary>The difference between texts that have the same result.</summary>
    public FilterLoss Loss { get; init; }

    /// <summary>The form of the result, of the form of the text.</summary>
    public required Func<TextForm, TextForm> FormOf { get; init; }

    /// <summary>Whether the result is a list of texts with a zero byte between two.</summary>
    public bool MakesList { get; init; }

    /// <summary>Whether the result joins several texts, so that bytes could move from one to another.</summary>
    public bool Joins { get; init; }

    /// <summary>The filter that makes a text of which this one makes the given result, for signing; null when there is none.</summary>
    public TextFilter? Inverse { get; init; }

    /// <summary>The room in bytes that the result of a text of some length takes at most.</summary>
    public int RoomFor(int length) => roomFor(length);

    /// <summary>Writes the result for a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="result">Room for <see cref="RoomFor"/> bytes.</param>
    /// <returns>How many bytes were written; -1 when the text is ill-formed.</returns>
    public int Apply(ReadOnlySpan<byte> text, Span<byte> result) => function(text, result);

    /// <summary>Appends the result for a text outside of the writer, which is not copied.</summary>
    /// <returns>False when the text is ill-formed.</returns>
    public bool TryAppend(ref ByteWriter writer, scoped ReadOnlySpan<byte> text)
    {
        var length = function(text, writer.Reserve(roomFor(text.Length)));
        if (length < 0) return false;
        writer.Advance(length);
        return true;
    }

    /// <summary>Replaces what the writer holds from a place on by the result.</summary>
    /// <returns>False when the text there is ill-formed.</returns>
    public bool TryApply(ref ByteWriter writer, int start)
    {
        var end = writer.Length;
        var room = writer.Reserve(roomFor(end - start));
        var length = function(writer.Written[start..], room);
        if (length < 0) return false;
        writer.Advance(length);
        writer.MoveTail(end, start);
        return true;
    }
}
