using TokenAuthz.Signing.StructuredFields;

namespace TokenAuthz.Signing.Messages;

/// <summary>The parameters of an RFC 9421 signature, as the last line of its base has them.</summary>
internal static class SignatureParameters
{
    // Each is compared with those before it; RFC 9421 knows six.
    private const int MaxCount = 32;

    /// <summary>Writes the parameters, each behind a semicolon and without blanks (RFC 8941, section 4.1.1.2).</summary>
    /// <param name="writer">Takes them.</param>
    /// <param name="text">The parameters as they stand in the request.</param>
    /// <param name="algorithm">The name of the scheme's algorithm; empty when it has none.</param>
    /// <returns>False when they are ill-formed, one is there twice, or <c>alg</c> names another algorithm (section 3.2, step 6).</returns>
    public static bool TryWrite(ref ByteWriter writer, scoped ReadOnlySpan<byte> text, scoped ReadOnlySpan<byte> algorithm)
    {
        var reader = new ParameterReader(text);
        for (var count = 0; reader.TryTake(out var key, out var value); count++)
        {
            if (count == MaxCount || IsAmongFirst(text, count, key)) return false;
            if (key.SequenceEqual("alg"u8) && !value.IsString(algorithm)) return false;
            writer.Append((byte)';');
            writer.Append(key);
            if (value is { Kind: BareItemKind.Boolean, Text: [_, (byte)'1'] }) continue;
            writer.Append((byte)'=');
            writer.Append(value.Text);
        }

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
