using System.Buffers.Binary;
using System.Security.Cryptography;
using TokenAuthz.Signing.Keys;

namespace TokenAuthz.Signing.Signatures;

/// <summary>
/// The private key on the curve P-256 that AWS Signature Version 4A derives from a secret: the function of NIST SP 800-108, section 4.1,
/// with HMAC-SHA-256, tried with one counter byte after the other until the number is one of the curve.
/// </summary>
internal sealed class CounterModeKey : IKeyFunction
{
    /// <summary>The texts of the function: the label and the context.</summary>
    public const int Texts = 2;

    private const int MaxCounter = 254;
    private const int Bits = 256;

    // The order of P-256 minus two (FIPS 186-5).
    private static readonly byte[] Limit = Convert.FromHexString("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC63254F");

    public KeyMaterial? Compute(ReadOnlySpan<byte> secret, KeyTexts texts)
    {
        byte[] input = [0, 0, 0, 1, .. texts[0], 0, .. texts[1], 0, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(input.AsSpan(input.Length - sizeof(int)), Bits);
        ref var counter = ref input[input.Length - sizeof(int) - 1];
        Span<byte> number = stackalloc byte[SHA256.HashSizeInBytes];
        for (counter = 1; counter <= MaxCounter; counter++)
        {
            HMACSHA256.HashData(secret, input, number);
            if (number.SequenceCompareTo(Limit) > 0) continue;
            AddOne(number);
            return AsymmetricKey.FromPrivateKey(KeyDer.EcPrivate(KeyOids.P256, number));
        }

        return null;
    }

    private static void AddOne(Span<byte> number)
    {
        var i = number.Length - 1;
        while (++number[i] == 0) i--;
    }
}
