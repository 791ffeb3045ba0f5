using TokenAuthz.Signing.Algorithms;
using TokenAuthz.Signing.Keys;

namespace TokenAuthz.Signing.Schemes;

/// <summary>Fits keys to a scheme.</summary>
public static class SchemeKeys
{
    /// <summary>Reads the text of a key that is neither PEM nor JWK, as the keys of a scheme are written.</summary>
    /// <param name="scheme">The scheme: its <see cref="SchemeDefinition.KeyEncoding"/> and the kinds of keys that it takes.</param>
    /// <param name="text">The text in UTF-8.</param>
    /// <param name="algorithm">The only algorithm that the key is for; null for any.</param>
    /// <param name="allowShortRsa">Accepts RSA keys of 1024 to 2047 bits, for tests.</param>
    /// <exception cref="KeyFormatException">The text is no key that the scheme takes.</exception>
    public static KeyMaterial ReadKey(
        this Scheme scheme, ReadOnlySpan<byte> text, SignatureAlgorithm? algorithm = null, bool allowShortRsa = false)
    {
        ArgumentNullException.ThrowIfNull(scheme);
        var isSecret = IsSecret(scheme, algorithm);
        var encoding = scheme.Definition.KeyEncoding;

        // A public key has no text but an encoding of its bytes, and vendors show base64.
        if (!isSecret && encoding is KeyEncoding.Text) encoding = KeyEncoding.Base64;
        if (isSecret && scheme.Definition.SaltInKey) return ReadPair(scheme.Definition, text);
        if (!encoding.TryDecode(text, out var bytes) || bytes.Length == 0)
        {
            throw new KeyFormatException(
                isSecret
                    ? $"it is not written in {encoding}, as the scheme's keys are; set the scheme's KeyEncoding"
                    : $"it is no public key in PEM, JWK or {encoding}, and the scheme {scheme.Name} needs one");
        }

        return isSecret ? new SharedSecret(bytes) : KeyImport.ReadBinary(bytes, allowShortRsa);
    }

    /// <summary>Why a scheme refuses a key, with what to do; null when a form of its token can be verified with it.</summary>
    public static string? WhyRefused(this Scheme scheme, Key key)
    {
        ArgumentNullException.ThrowIfNull(scheme);
        ArgumentNullException.ThrowIfNull(key);
        if (scheme.Definition.SaltInKey && key.Salt.IsEmpty) return $"the key {key.Id} has no salt: write KEY:SALT";
        string? first = null;
        foreach (var form in scheme.Forms)
        {
            if (form.WhyRefused(key) is not { } reason) return null;
            first ??= reason;
        }

        return first;
    }

    /// <summary>Whether a public key verifies signatures of a SHA-1, as CloudFront makes them.</summary>
    public static bool HasSha1Signatures(this Scheme scheme)
    {
        ArgumentNullException.ThrowIfNull(scheme);
        return scheme.Forms.Any(form =>
            form.Definition.Algorithm is SignatureAlgorithm.RsaSha1
                or SignatureAlgorithm.EcdsaP256Sha1
                or SignatureAlgorithm.RsaOrEcdsaSha1);
    }

    private static SharedSecret ReadPair(SchemeDefinition scheme, ReadOnlySpan<byte> text)
    {
        var colon = text.LastIndexOf((byte)':');
        return colon > 0
            && scheme.KeyEncoding.TryDecode(text[..colon], out var key)
            && scheme.SaltEncoding.TryDecode(text[(colon + 1)..], out var salt)
            && key.Length > 0
                ? new(key, salt)
                : throw new KeyFormatException($"it is not KEY:SALT in {scheme.KeyEncoding} and {scheme.SaltEncoding}, as SaltInKey says");
    }

    // A text that may be a secret or a public key is refused: everybody who knows a public key could sign with it as a secret.
    private static bool IsSecret(Scheme scheme, SignatureAlgorithm? algorithm)
    {
        KeyKind?[] kinds = algorithm is { } only
            ? [only.KindOfKey()]
            : [.. scheme.Forms.SelectMany(form => form.Kinds).Select(kind => (KeyKind?)kind)];
        if (!kinds.Contains(KeyKind.SharedSecret)) return false;
        return kinds.All(kind => kind is KeyKind.SharedSecret)
            ? true
            : throw new KeyFormatException(
                $"it may be a secret or a public key, and the scheme {scheme.Name} " +
                    "takes both; write it as PEM or JWK, or set its Algorithm");
    }
}
