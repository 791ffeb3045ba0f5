namespace TokenAuthz.Signing.Filters;

/// <summary>The filters that change letters, or take a part of a text.</summary>
internal static class PlainFilters
{
    private const byte Quote = (byte)'"';

    public static IReadOnlyDictionary<string, TextFilter> All { get; } = new Dictionary<string, TextFilter>
    {
        ["lower"] = OfLetters(char.ToLowerInvariant),
        ["upper"] = OfLetters(char.ToUpperInvariant),
        ["trim"] = new(Trim, length => length)
        {
            Loss = FilterLoss.Spelling,
            FormOf = form => new() { Bytes = form.Bytes, MayBeRestricted = form.MayBeRestricted },
        },
        ["normalize"] = new(PathText.Normalize, length => length + 1)
        {
            Loss = FilterLoss.Spelling,
            FormOf = form => new() { Bytes = form.Bytes.Add((byte)'/'), Start = (byte)'/' },
        },
        ["without_port"] = new(WithoutPort, length => length)
        {
            Loss = FilterLoss.Spelling,
            FormOf = form => new() { Bytes = form.Bytes, MayBeRestricted = form.MayBeRestricted },
        },
        ["letters"] = new(Separate, length => 2 * length) { FormOf = _ => TextForm.Any },
        ["json"] = new(JsonText.Quote, JsonText.MaxQuotedLength)
        {
            FormOf = _ => new() { Bytes = JsonText.Bytes, Start = Quote, End = Quote, EndsItself = true },
        },
    };

    private static TextFilter OfLetters(Func<char, char> change)
    {
        byte[] changed = [.. Enumerable.Range(0, 256).Select(value => value < 128 ? (byte)change((char)value) : (byte)value)];
        return new((text, result) => Map(text, result, changed), length => length)
        {
            Loss = FilterLoss.Content,
            FormOf = form => form with
            {
                Bytes = [.. form.Bytes.Select(value => changed[value])],
                Start = form.Start is { } start ? changed[start] : null,
                End = form.End is { } end ? changed[end] : null,
                EndsItself = false,
            },
        };
    }

    private static int Map(ReadOnlySpan<byte> text, Span<byte> result, byte[] changed)
    {
        for (var i = 0; i < text.Length; i++) result[i] = changed[text[i]];
        return text.Length;
    }

    private static int Trim(ReadOnlySpan<byte> text, Span<byte> result) => Copy(text.Trim(" \t"u8), result);

    // A list of the letters, with a zero byte between two, as of several texts.
    private static int Separate(ReadOnlySpan<byte> text, Span<byte> result)
    {
        if (text.Contains((byte)0)) return -1;
        var length = 0;
        foreach (var letter in text)
        {
            if (length > 0) result[length++] = 0;
            result[length++] = letter;
        }

        return length;
    }

    // An IPv6 address stands in brackets, and has colons of its own.
    private static int WithoutPort(ReadOnlySpan<byte> host, Span<byte> result)
    {
        var port = host.LastIndexOf((byte)':');
        return Copy(port < 0 || host[port..].Contains((byte)']') ? host : host[..port], result);
    }

    private static int Copy(ReadOnlySpan<byte> text, Span<byte> result)
    {
        text.CopyTo(result);
        return text.Length;
    }
}
