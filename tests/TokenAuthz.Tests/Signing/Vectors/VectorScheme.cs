using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using TokenAuthz.Signing.Digests;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Presets;
using TokenAuthz.Signing.Schemes;

namespace TokenAuthz.Tests.Signing.Vectors;

/// <summary>Turns a vector's options, which are in the words of its format, into settings of the preset.</summary>
internal static class VectorScheme
{
    public static SchemeDefinition DefinitionOf(Vector vector)
    {
        var name = (vector.Preset, vector.Option("form"), vector.Option("algorithm")) switch
        {
            ("cdn77", "query", _) => "cdn77-query",
            ("lighttpd-secdownload", _, { } algorithm) when algorithm.StartsWith("hmac", StringComparison.Ordinal) => "lighttpd-secdownload-hmac",
            _ => vector.Preset,
        };
        Assert.True(PresetCatalog.TryFind(name, out var preset), $"there is no preset {name}");
        return preset with
        {
            Token = TokenOf(vector, preset),
            Message = vector.Option("message") ?? preset.Message,
            Digest = vector.Option("algorithm") is { } digest ? Enum.Parse<DigestAlgorithm>(digest.Replace("-", "", StringComparison.Ordinal), ignoreCase: true) : preset.Digest,
            Ttl = vector.Option("ttl") is { } ttl ? TimeSpan.FromSeconds(int.Parse(ttl, CultureInfo.InvariantCulture)) : preset.Ttl,
            Salt = vector.Option("salt") ?? preset.Salt,
            Truncate = vector.Option("truncate") is { } truncate ? int.Parse(truncate, CultureInfo.InvariantCulture) : preset.Truncate,
            KeyEncoding = vector.Option("key_encoding") is { } encoding ? Enum.Parse<KeyEncoding>(encoding, ignoreCase: true) : preset.KeyEncoding,
            Stem = [.. vector.OptionList("stem")],
            SignedHeaders = [.. vector.OptionList("signed_headers")],
            EscapeUrl = vector.Option("url") == "escaped",
        };
    }

    /// <summary>The vector's key, under the id that its token names.</summary>
    public static Key KeyOf(Vector vector, Scheme scheme)
    {
        var trace = new FieldTrace();
        var request = new VectorRequest(vector);
        _ = scheme.Verify(ref request, new KeyRing([new Key("none", "none"u8)]), default, ref trace);
        var text = Encoding.UTF8.GetBytes(vector.Key);

        // A key that is not of the preset's encoding is given as the bytes that it stands for.
        var secret = scheme.Definition.KeyEncoding.TryDecode(text, out var decoded) ? decoded : text;
        return new Key(trace.KeyId ?? "default", secret);
    }

    private static ImmutableArray<string> TokenOf(Vector vector, SchemeDefinition preset)
    {
        if (vector.Option("signature") is { } signature)
            return vector.Option("expires") is { } expires ? [$"{signature}={{sig}}", $"{expires}={{expires}}"] : [$"{signature}={{sig}}"];
        if (vector.Option("token") is { } place) return [$"{place}={{list}}~hmac={{sig}}"];
        if (vector.Option("prefix") is { } prefix) return [.. preset.Token.Select(token => token.Replace("/sec/", prefix, StringComparison.Ordinal).Replace("/p/", prefix, StringComparison.Ordinal))];
        if (vector.Option("label") is { } label) return [.. preset.Token.Select(token => token.Replace("sig1", label, StringComparison.Ordinal))];
        return preset.Token;
    }

    private sealed class FieldTrace : IVerifyTrace
    {
        public static bool IsOn => true;

        public string? KeyId { get; private set; }

        public void Field(string name, ReadOnlySpan<byte> value)
        {
            if (name == "kid") KeyId = Encoding.UTF8.GetString(value);
        }

        public void Message(string keyId, ReadOnlySpan<byte> message, bool isMatch)
        {
        }

        public void Time(TokenAuthz.Signing.DenyReason? reason, long until)
        {
        }

        public void Scope(bool isIncluded)
        {
        }
    }
}
