using System.Text;
using System.Text.Json;
using TokenAuthz.Signing.Algorithms;
using TokenAuthz.Signing.Encodings;

namespace TokenAuthz.Signing.Keys;

/// <summary>Reads one JWK (RFC 7517, 7518 section 6, 8037). Members that do not say how to verify are not looked at.</summary>
internal readonly struct JsonWebKey(JsonElement jwk, bool allowShortRsa)
{
    // A number of seconds above this is one of milliseconds: it would be in the year 5138.
    private const long MaxSeconds = 100_000_000_000;

    private const int MaxShown = 32;

    /// <summary>The key's id, fit to be shown; null for none.</summary>
    public static string? NameOf(JsonElement jwk) =>
        jwk.ValueKind is JsonValueKind.Object
        && jwk.TryGetProperty("kid", out var kid)
        && kid.ValueKind is JsonValueKind.String
        && kid.GetString() is { } id
        && Key.IsId(id)
            ? id
            : null;

    /// <summary>Reads the key.</summary>
    /// <exception cref="KeyFormatException">The key is malformed, or not one that verifies signatures.</exception>
    public ImportedKey Read()
    {
        if (jwk.ValueKind is not JsonValueKind.Object) throw new KeyFormatException("a JWK is a JSON object");
        if (jwk.TryGetProperty("kid", out _) && NameOf(jwk) is null)
            throw new KeyFormatException($"\"kid\" is no text of 1 to {Key.MaxIdLength} printable characters");
        CheckUse();
        KeyMaterial material = Text("kty") switch
        {
            "oct" => new SharedSecret(Bytes("k")),
            "RSA" => ReadRsa(),
            "EC" => ReadEc(),
            "OKP" => ReadEd25519(),
            var kind => throw new KeyFormatException($"\"kty\" is {Shown(kind)}: use RSA, EC, OKP or oct"),
        };
        return new(material, NameOf(jwk), ReadAlgorithm(material), Instant("nbf"), Instant("exp"));
    }

    private void CheckUse()
    {
        if (jwk.TryGetProperty("use", out _) && Text("use") is not "sig" and var use)
            throw new KeyFormatException($"\"use\" is {Shown(use)}: the key is not for signatures");
        if (!jwk.TryGetProperty("key_ops", out var operations)) return;
        var allowed = operations.ValueKind is JsonValueKind.Array
            ? operations.EnumerateArray().Select(operation => operation.ValueKind is JsonValueKind.String ? operation.GetString() : null)
            : [];
        if (!allowed.Any(operation => operation is "verify" or "sign"))
            throw new KeyFormatException("\"key_ops\" has neither verify nor sign: the key is not for signatures");
    }

    private AsymmetricKey ReadRsa()
    {
        var (n, e) = (Bytes("n"), Bytes("e"));
        if (!jwk.TryGetProperty("d", out _)) return AsymmetricKey.FromPublicKey(KeyDer.RsaPublic(n, e), allowShortRsa);
        byte[][] numbers = [n, e, Bytes("d"), Bytes("p"), Bytes("q"), Bytes("dp"), Bytes("dq"), Bytes("qi")];
        return AsymmetricKey.FromPrivateKey(KeyDer.RsaPrivate(numbers), allowShortRsa);
    }

    private AsymmetricKey ReadEc()
    {
        var (curve, size) = Text("crv") switch
        {
            "P-256" => (KeyOids.P256, 32),
            "P-384" => (KeyOids.P384, 48),
            "P-521" => (KeyOids.P521, 66),
            var other => throw new KeyFormatException($"\"crv\" is {Shown(other)}: use P-256, P-384 or P-521"),
        };
        var (x, y) = (Bytes("x", size), Bytes("y", size));
        return jwk.TryGetProperty("d", out _)
            ? AsymmetricKey.FromPrivateKey(KeyDer.EcPrivate(curve, Bytes("d", size), x, y))
            : AsymmetricKey.FromPublicKey(KeyDer.EcPublic(curve, x, y));
    }

    private AsymmetricKey ReadEd25519()
    {
        if (Text("crv") is not "Ed25519" and var curve) throw new KeyFormatException($"\"crv\" is {Shown(curve)}: use Ed25519");
        var x = Bytes("x", PublicKeyInfo.Ed25519Size);
        if (!jwk.TryGetProperty("d", out _)) return AsymmetricKey.FromPublicKey(KeyDer.Ed25519Public(x));
        var pair = AsymmetricKey.FromPrivateKey(KeyDer.Ed25519Private(Bytes("d", PublicKeyInfo.Ed25519Size)));
        return pair.PublicKey.EndsWith(x) ? pair : throw new KeyFormatException("\"x\" is not the public key of \"d\"");
    }

    private SignatureAlgorithm? ReadAlgorithm(KeyMaterial material)
    {
        if (!jwk.TryGetProperty("alg", out _)) return null;
        var name = Text("alg");
        if (SignatureAlgorithms.FromJose(name) is not { } algorithm)
            throw new KeyFormatException($"\"alg\" is {Shown(name)}, which is no algorithm of signatures here");
        var traits = algorithm.Traits();
        if (traits.Kind != material.Kind)
            throw new KeyFormatException($"\"alg\" is {Shown(name)}, which is not for a key of the kind {material.Kind}");

        // RFC 7518, section 3.2: a secret has at least the length of the digest.
        if (traits is { Family: AlgorithmFamily.Hmac, Digest: { } digest } && material.Bits < 8 * digest.Size())
            throw new KeyFormatException($"the secret has {material.Bits} bits, and {name} needs {8 * digest.Size()}: make a longer one");
        return algorithm;
    }

    private DateTimeOffset? Instant(string name)
    {
        if (!jwk.TryGetProperty(name, out var value)) return null;
        if (value.ValueKind is not JsonValueKind.Number || !value.TryGetInt64(out var number) || number is < 0 or > 1000 * MaxSeconds)
            throw new KeyFormatException($"\"{name}\" is no time in seconds since 1970");
        return number > MaxSeconds ? DateTimeOffset.FromUnixTimeMilliseconds(number) : DateTimeOffset.FromUnixTimeSeconds(number);
    }

    // A word of the standard fits into a message; any other text might break a log.
    private static string Shown(string text) => text.Length <= MaxShown && Key.IsId(text) ? text : "another text";

    private string Text(string name) =>
        jwk.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String
            ? value.GetString()!
            : throw new KeyFormatException($"the JWK has no text \"{name}\"");

    private byte[] Bytes(string name, int size)
    {
        var bytes = Bytes(name);
        return bytes.Length == size ? bytes : throw new KeyFormatException($"\"{name}\" has {bytes.Length} bytes: it needs {size}");
    }

    private byte[] Bytes(string name)
    {
        var text = Encoding.UTF8.GetBytes(Text(name));
        var bytes = new byte[text.Length];
        return Base64Text.Url.Read(text, bytes) is > 0 and var length
            ? bytes[..length]
            : throw new KeyFormatException($"\"{name}\" is not written in base64url");
    }
}
