using TokenAuthz.Signing.Filters;
using TokenAuthz.Signing.StructuredFields;

namespace TokenAuthz.Signing.Messages;

/// <summary>The parameters of an RFC 9421 signature, as in the last line of its base.</summary>
internal static class SignatureParameters
{
    // Each parameter is compared with all before it, so that their number has to be bounded; RFC 9421 has six.
    private const int MaxCount = 32;

    /// <summary>Writes the parameters, each behind a semicolon and without blanks (RFC 9651, section 4.1.1.2).</summary>
    /// <param name="writer">Receives the parameters.</param>
    /// <param name="text">The parameters as in the request.</param>
    /// <returns>False when a parameter is ill-formed or there twice, or there are more than 32.</returns>
    public static bool TryWrite(ref ByteWriter writer, scoped ReadOnlySpan<byte> text)
    {
        var reader = new ParameterReader(text);
        for (var count = 0; reader.TryTake(out var key, out _); count++)
        {
            if (count == MaxCount || IsAmongFirst(text, count, key)) return false;
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
