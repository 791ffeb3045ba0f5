namespace TokenAuthz.Engine.Keys;

/// <summary>The bytes of a key as somebody wrote them, in a variable, a setting or a file.</summary>
internal static class KeyText
{
    private static ReadOnlySpan<byte> Mark => [0xef, 0xbb, 0xbf];

    /// <summary>
    /// Takes off what editors, <c>echo</c> and PowerShell put around a key: a byte-order mark in front and one line end
    /// behind.
    /// </summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text)
    {
        text = WithoutMark(text);
        if (text is not [.. var key, (byte)'\n']) return text;
        return key is [.. var before, (byte)'\r'] ? before : key;
    }

    /// <summary>Takes off a byte-order mark of UTF-8.</summary>
    public static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> text) => text.StartsWith(Mark) ? text[Mark.Length..] : text;
}
