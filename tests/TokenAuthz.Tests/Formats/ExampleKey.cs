using System.Security.Cryptography;
using System.Text;
using TokenAuthz.Signing.Algorithms;
using TokenAuthz.Signing.Keys;

namespace TokenAuthz.Tests.Formats;

/// <summary>The key of an example: a secret that the page shows, or a public key of which tests have the private one.</summary>
internal sealed class ExampleKey
{
    private const string Secret = "correct-horse-battery-staple";

    /// <param name="file">The file of the preset.</param>
    /// <param name="form">The form of the token; null where the format has one.</param>
    public ExampleKey(PresetFile file, string? form)
    {
        var (example, definition) = (file.Example, PresetFile.With(file.Preset, file.Example.Scheme));
        var scheme = definition.Forms.FirstOrDefault(one => one.Name == form, definition);
        var kind = example.Key ?? SampleKeys.KindOf(scheme);
        var encoding = scheme.KeyEncoding;
        if (kind is KeyKind.SharedSecret && FormatWords.KindsOf(definition).Length > 1) Algorithm = scheme.Algorithm;
        (Key, var other) = kind is KeyKind.SharedSecret
            ? (SecretOf(example.KeyId, Secret), SecretOf(example.KeyId, "d" + Secret[1..]))
            : (new(example.KeyId, SampleKeys.Of(kind).Material), SampleKeys.Others.Keys.Single(key => key.Material.Kind == kind));
        (Text, OtherText) = (TextOf(Key, encoding), TextOf(other, encoding));
        SigningText = kind is KeyKind.SharedSecret ? Text : Escape(SampleKeys.PrivatePemOf(kind));
    }

    /// <summary>The key that signs.</summary>
    public Key Key { get; }

    /// <summary>The algorithm of a secret whose scheme takes public keys too; null for none.</summary>
    public SignatureAlgorithm? Algorithm { get; }

    /// <summary>The text of the key in a configuration, as a string of JSON has it.</summary>
    public string Text { get; }

    /// <summary>The text of the key where it signs: of a key pair, the private one.</summary>
    public string SigningText { get; }

    /// <summary>The text of another key.</summary>
    public string OtherText { get; }

    private static Key SecretOf(string id, string text) => new(id, Encoding.ASCII.GetBytes(text));

    private static string Escape(string pem) => pem.Replace("\n", "\\n", StringComparison.Ordinal);

    private static string TextOf(Key key, KeyEncoding encoding) => (key.Material, encoding) switch
    {
        (AsymmetricKey pair, _) => Escape(PemEncoding.WriteString("PUBLIC KEY", pair.PublicKey)),
        (_, KeyEncoding.Text) => Encoding.ASCII.GetString(key.Secret),
        (_, KeyEncoding.Hex) => Convert.ToHexStringLower(key.Secret),
        _ => Convert.ToBase64String(key.Secret),
    };
}
