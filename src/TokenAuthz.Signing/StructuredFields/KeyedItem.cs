using System.Buffers;

namespace TokenAuthz.Signing.StructuredFields;

/// <summary>A key and its bare item: a member of a dictionary (RFC 8941, section 4.2.2), or a parameter (section 4.2.3.2).</summary>
internal static class KeyedItem
{
    // RFC 8941, section 3.1.2.
    private static readonly SearchValues<byte> KeyBytes = SearchValues.Create("_-.*0123456789abcdefghijklmnopqrstuvwxyz"u8);

    /// <summary>Takes the key that a text begins with, and its value: true where none is written.</summary>
    /// <returns>False when the text does not begin with a key, or its value is ill-formed.</returns>
    public static bool TryTake(scoped ref ReadOnlySpan<byte> text, out ReadOnlySpan<byte> key, out BareItem value)
    {
        value = BareItem.True;
        key = text is [(byte)'*' or (>= (byte)'a' and <= (byte)'z'), ..] ? text[..KeyLength(text)] : default;
        if (key.IsEmpty) return false;
        text = text[key.Length..];
        if (text is not [(byte)'=', ..]) return true;
        if (!BareItem.TryRead(text[1..], out value)) return false;
        text = text[(1 + value.Text.Length)..];
        return true;
    }

    private static int KeyLength(ReadOnlySpan<byte> text)
    {
        var length = text.IndexOfAnyExcept(KeyBytes);
        return length < 0 ? text.Length : length;
    }
}
