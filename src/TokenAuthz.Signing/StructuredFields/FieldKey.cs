using System.Buffers;

namespace TokenAuthz.Signing.StructuredFields;

/// <summary>The key of a dictionary's member or of a parameter (RFC 9651, section 3.1.2).</summary>
internal static class FieldKey
{
    private static readonly SearchValues<byte> KeyBytes = SearchValues.Create("_-.*0123456789abcdefghijklmnopqrstuvwxyz"u8);

    /// <summary>Whether a text is a key.</summary>
    public static bool IsKey(ReadOnlySpan<byte> text) => TryTake(ref text, out _) && text.IsEmpty;

    /// <summary>Takes the key that a text begins with.</summary>
    /// <returns>False when the text does not begin with a lower-case letter or an asterisk.</returns>
    public static bool TryTake(scoped ref ReadOnlySpan<byte> text, out ReadOnlySpan<byte> key)
    {
        key = default;
        if (text is not [(byte)'*' or (>= (byte)'a' and <= (byte)'z'), ..]) return false;
        var length = text.IndexOfAnyExcept(KeyBytes);
        key = length < 0 ? text : text[..length];
        text = text[key.Length..];
        return true;
    }
}
