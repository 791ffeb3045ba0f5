namespace TokenAuthz.Engine.Keys;

/// <summary>The bytes of a key as they are in a variable, a setting or a file.</summary>
internal static class KeyText
{
    private static ReadOnlySpan<byte> Mark => [0xef, 0xbb, 0xbf];

    /// <summary>
    /// Removes the byte-order mark in front and the one line end behind that editors, <c>echo</c> and PowerShell add to a key.
    /// </summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text)
    {
        text = WithoutMark(text);
        if (text is not [.. var key, (byte)'\n']) return text;
        return key is [.. var before, (byte)'\r'] ? before : key;
    }

    /// <summary>Removes a byte-order mark of UTF-8.</summary>
    public static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> text) => text.StartsWith(Mark) ? text[Mark.Length..] : text;
}
