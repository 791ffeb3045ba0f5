using System.Buffers;

namespace TokenAuthz.Signing.StructuredFields;

/// <summary>The name of a parameter or of a dictionary's member (RFC 8941, section 3.1.2).</summary>
internal static class StructuredKey
{
    private static readonly SearchValues<byte> Bytes = SearchValues.Create("_-.*0123456789abcdefghijklmnopqrstuvwxyz"u8);

    /// <summary>The key that a text begins with; empty when it begins with none.</summary>
    public static ReadOnlySpan<byte> Read(ReadOnlySpan<byte> text)
    {
        if (text is not [(byte)'*' or (>= (byte)'a' and <= (byte)'z'), ..]) return default;
        var length = text.IndexOfAnyExcept(Bytes);
        return length < 0 ? text : text[..length];
    }
}
