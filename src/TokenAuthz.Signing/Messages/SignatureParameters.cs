using TokenAuthz.Signing.Filters;
using TokenAuthz.Signing.StructuredFields;

namespace TokenAuthz.Signing.Messages;

/// <summary>The parameters of an RFC 9421 signature, as in the last line of its base.</summary>
internal static class SignatureParameters
{
    // Each parameter is compared with all before it, so that their number has to be bounded; RFC 9421 has six.
    private const int MaxCount = 32;

    /// <summary>Writes the parameters, each behind a semicolon and without blanks (RFC 8941, section 4.1.1.2).</summary>
    /// <param name="writer">Receives the parameters.</param>
    /// <param name="text">The parameters as in the request.</param>
    /// <param name="algorithm">The name of the scheme's algorithm; empty when it has none.</param>
    /// <returns>
    /// False when a parameter is ill-formed or there twice, there are more than 32, or <c>alg</c> names another algorithm
    /// (section 3.2, step 6).
    /// </returns>
    public static bool TryWrite(ref ByteWriter writer, scoped ReadOnlySpan<byte> text, scoped ReadOnlySpan<byte> algorithm)
    {
        text = text.TrimEnd((byte)' ');
        var reader = new ParameterReader(text);
        for (var count = 0; reader.TryTake(out var key, out var value); count++)
        {
            if (count == MaxCount || IsAmongFirst(text, count, key)) return false;
            if (key.SequenceEqual("alg"u8) && !value.IsString(algorithm)) return false;
        }

        FieldWriter.WriteParameters(ref writer, text);
        return reader.IsDone;
    }

    private static bool IsAmongFirst(ReadOnlySpan<byte> text, int count, ReadOnlySpan<byte> key)
    {
        var reader = new ParameterReader(text);
        for (; count > 0 && reader.TryTake(out var other, out _); count--)
        {
            if (other.SequenceEqual(key)) return true;
        }

        return false;
    }
}
