using System.Security.Cryptography;
using System.Text;
using CsCheck;
using TokenAuthz.Signing.Keys;

namespace TokenAuthz.Tests.Signing.Keys;

/// <summary>Whatever a key file holds, reading it gives keys or the one exception that says why not.</summary>
public static class KeyImportProperties
{
    private static readonly byte[][] Samples =
    [
        .. KeyImportTests.Texts.Select(row => Encoding.UTF8.GetBytes(row.Data.Item2)),
        Encoding.UTF8.GetBytes($$"""{"keys":[{{string.Join(',', KeyImportTests.Texts.Select(row => row.Data.Item2).Where(IsJson))}}]}"""),
    ];

    private static readonly byte[][] Binaries = [.. Samples.Where(text => text[0] == '-').Select(Der)];

    [Fact]
    public static void Reads_or_refuses_any_bytes() => Gen.Byte.Array[0, 200].Sample(bytes =>
    {
        Try(() => KeyImport.Read(bytes));
        Try(() => KeyImport.Read([(byte)'{', .. bytes]));
        Try(() => KeyImport.ReadBinary(bytes));
    });

    [Fact]
    public static void Reads_or_refuses_keys_with_a_byte_changed() =>
        Gen.Select(Gen.Int[0, Samples.Length - 1].Select(index => Samples[index]), Gen.Int[0, 4000], Gen.Byte).Sample((text, at, value) =>
        {
            byte[] changed = [.. text];
            changed[at % text.Length] = value;
            Try(() => KeyImport.Read(changed));
        });

    [Fact]
    public static void Reads_or_refuses_DER_with_a_byte_changed() =>
        Gen.Select(Gen.Int[0, Binaries.Length - 1].Select(index => Binaries[index]), Gen.Int[0, 4000], Gen.Byte).Sample((der, at, value) =>
        {
            byte[] changed = [.. der];
            changed[at % der.Length] = value;
            Try(() => KeyImport.ReadBinary(changed));
        });

    [Fact]
    public static void Reads_or_refuses_keys_that_end_anywhere()
    {
        foreach (var text in Samples)
        {
            for (var end = 0; end < text.Length; end += 1 + (end / 64))
            {
                Try(() => KeyImport.Read(text.AsSpan(0, end)));
            }
        }

        // Any 32 bytes are an Ed25519 key.
        foreach (var der in Binaries)
        {
            for (var end = 0; end < der.Length; end += 1 + (end / 64))
            {
                if (end != 32) Assert.Throws<KeyFormatException>(() => KeyImport.ReadBinary(der.AsSpan(0, end)));
            }
        }
    }

    private static bool IsJson(string text) => text.AsSpan().Trim().StartsWith('{');

    private static byte[] Der(byte[] text)
    {
        var pem = Encoding.UTF8.GetString(text);
        var fields = PemEncoding.Find(pem);
        return Convert.FromBase64String(pem[fields.Base64Data]);
    }

    private static void Try(Action read)
    {
        try
        {
            read();
        }
        catch (KeyFormatException)
        {
            // That is what a reader of keys may throw.
        }
    }
}
