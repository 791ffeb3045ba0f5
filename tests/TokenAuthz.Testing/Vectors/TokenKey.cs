using System.Text;
using TokenAuthz.Signing.Algorithms;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Schemes;
using TokenAuthz.Signing.Verifying;

namespace TokenAuthz.Testing.Vectors;

/// <summary>The key of a vector that has one key and does not say its id.</summary>
internal static class TokenKey
{
    /// <summary>The id that the vector's token names; null when it names none.</summary>
    public static string? IdOf(Vector vector, SchemeDefinition definition)
    {
        var trace = new VectorTrace();
        var request = new VectorRequest(vector);
        _ = Scheme.Compile(definition).Verify(ref request, new KeyRing([new Key("none", "none"u8)]), default, trace);
        return trace.KeyId;
    }

    /// <summary>The algorithm that has to stand beside a secret whose scheme leaves the algorithm to the key.</summary>
    public static string? AlgorithmOf(string key, SchemeDefinition definition) =>
        definition.Algorithm is SignatureAlgorithm.FromKey && !KeyImport.IsSelfDescribing(Encoding.UTF8.GetBytes(key))
            ? nameof(SignatureAlgorithm.HmacSha256)
            : null;

    /// <summary>The key as configuration writes it. A text that the encoding cannot decode stands for its own bytes.</summary>
    public static string Written(string key, KeyEncoding encoding)
    {
        var text = Encoding.UTF8.GetBytes(key);
        if (KeyImport.IsSelfDescribing(text) || encoding is KeyEncoding.Text || encoding.TryDecode(text, out _)) return key;
        return encoding is KeyEncoding.Hex ? Convert.ToHexStringLower(text) : Convert.ToBase64String(text);
    }
}
