using System.Buffers;

namespace TokenAuthz.Signing.Json;

/// <summary>
/// Takes the tokens of JSON (RFC 8259) off a text of valid UTF-8. It throws nothing, because clients write the text: each method
/// returns false where the text is not what was asked for. Blanks before a token are skipped.
/// </summary>
internal ref struct JsonScanner(ReadOnlySpan<byte> text)
{
    // Where a string's plain characters end: at its quote, at an escape, or at a control character, which it must not have.
    private static readonly SearchValues<byte> NotPlain = SearchValues.Create([(byte)'"', (byte)'\\', .. Enumerable.Range(0, 0x20)
        .Select(value => (byte)value)]);

    private readonly ReadOnlySpan<byte> _text = text;

    /// <summary>How many bytes were taken.</summary>
    public int Position { get; private set; }

    /// <summary>Whether nothing but blanks is left.</summary>
    public bool IsAtEnd => Next() == 0 && Position == _text.Length;

    /// <summary>The first byte of the next token; 0 at the end.</summary>
    public byte Next()
    {
        while (Position < _text.Length && _text[Position] is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r') Position++;
        return Position < _text.Length ? _text[Position] : (byte)0;
    }

    /// <summary>Takes a punctuation mark.</summary>
    public bool TryTake(byte mark)
    {
        if (Next() != mark || Position == _text.Length) return false;
        Position++;
        return true;
    }

    /// <summary>Takes a string.</summary>
    /// <param name="content">The text between the quotes, as it stands.</param>
    /// <param name="isEscaped">Whether <see cref="JsonEscapes.Decode"/> has to read the content.</param>
    public bool TryTakeString(out ReadOnlySpan<byte> content, out bool isEscaped)
    {
        content = default;
        isEscaped = false;
        if (!TryTake((byte)'"')) return false;
        var rest = _text[Position..];
        for (var length = 0; ;)
        {
            var plain = rest[length..].IndexOfAny(NotPlain);
            if (plain < 0) return false;
            length += plain;
            if (rest[length] == '"')
            {
                content = rest[..length];
                Position += length + 1;
                return true;
            }

            var escape = JsonEscapes.LengthOf(rest[length..]);
            if (escape == 0) return false;
            isEscaped = true;
            length += escape;
        }
    }

    /// <summary>Takes a number.</summary>
    /// <param name="number">Its text.</param>
    public bool TryTakeNumber(out ReadOnlySpan<byte> number)
    {
        _ = Next();
        var rest = _text[Position..];
        var start = rest;
        number = default;
        _ = TrySkip(ref rest, (byte)'-');
        if (!TrySkip(ref rest, (byte)'0') && !TrySkipDigits(ref rest)) return false;
        if (TrySkip(ref rest, (byte)'.') && !TrySkipDigits(ref rest)) return false;
        if (TrySkip(ref rest, (byte)'e') || TrySkip(ref rest, (byte)'E'))
        {
            if (!TrySkip(ref rest, (byte)'+')) _ = TrySkip(ref rest, (byte)'-');
            if (!TrySkipDigits(ref rest)) return false;
        }

        number = start[..^rest.Length];
        Position += number.Length;
        return true;
    }

    /// <summary>Takes <c>true</c>, <c>false</c> or <c>null</c>.</summary>
    public bool TryTakeWord() => TryTakeWord("true"u8) || TryTakeWord("false"u8) || TryTakeWord("null"u8);

    private bool TryTakeWord(ReadOnlySpan<byte> word)
    {
        _ = Next();
        if (!_text[Position..].StartsWith(word)) return false;
        Position += word.Length;
        return true;
    }

    private static bool TrySkip(ref ReadOnlySpan<byte> text, byte value)
    {
        if (text.IsEmpty || text[0] != value) return false;
        text = text[1..];
        return true;
    }

    private static bool TrySkipDigits(ref ReadOnlySpan<byte> text)
    {
        var end = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        if (end < 0) end = text.Length;
        text = text[end..];
        return end > 0;
    }
}
