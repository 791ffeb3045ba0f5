namespace TokenAuthz.Signing.Signatures;

/// <summary>The two forms of an ECDSA signature: r and s side by side, and Ecdsa-Sig-Value in DER (RFC 3279, section 2.2.3).</summary>
internal static class EcdsaSignature
{
    /// <summary>The longest DER in bytes: two numbers of 66 bytes (P-521) with sign and header, and the header of the sequence.</summary>
    public const int MaxDerSize = (2 * (66 + 3)) + 3;

    private const byte Sequence = 0x30;
    private const byte Integer = 0x02;
    private const int LongForm = 0x80;

    /// <summary>Writes r and s, each half of a signature, as DER.</summary>
    /// <param name="der">Room for <see cref="MaxDerSize"/> bytes.</param>
    /// <returns>How many bytes were written.</returns>
    public static int ToDer(ReadOnlySpan<byte> signature, Span<byte> der)
    {
        Span<byte> numbers = stackalloc byte[MaxDerSize];
        var length = WriteNumber(signature[..(signature.Length / 2)], numbers);
        length += WriteNumber(signature[(signature.Length / 2)..], numbers[length..]);

        var header = 0;
        der[header++] = Sequence;
        if (length >= LongForm) der[header++] = LongForm | 1;
        der[header++] = (byte)length;
        numbers[..length].CopyTo(der[header..]);
        return header + length;
    }

    /// <summary>Writes the numbers of a DER, which OpenSSL has made, side by side.</summary>
    /// <param name="signature">As long as two numbers of the curve.</param>
    public static void FromDer(ReadOnlySpan<byte> der, Span<byte> signature)
    {
        der = der[(der[1] >= LongForm ? 3 : 2)..];
        var size = signature.Length / 2;
        ReadNumber(ref der, signature[..size]);
        ReadNumber(ref der, signature[size..]);
    }

    // A positive number has no zero byte in front but where its highest bit would be its sign.
    private static int WriteNumber(ReadOnlySpan<byte> number, Span<byte> der)
    {
        number = number.TrimStart((byte)0);
        var sign = number.IsEmpty || number[0] >= 0x80 ? 1 : 0;
        der[0] = Integer;
        der[1] = (byte)(sign + number.Length);
        der[2] = 0;
        number.CopyTo(der[(2 + sign)..]);
        return 2 + sign + number.Length;
    }

    private static void ReadNumber(scoped ref ReadOnlySpan<byte> der, Span<byte> number)
    {
        var digits = der.Slice(2, der[1]).TrimStart((byte)0);
        der = der[(2 + der[1])..];
        number.Clear();
        digits.CopyTo(number[(number.Length - digits.Length)..]);
    }
}
