using System.Collections;
using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using System.Text;
using TokenAuthz.Signing.Algorithms;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Presets;
using TokenAuthz.Signing.Schemes;
using TokenAuthz.Signing.Verifying;

namespace TokenAuthz.Tests.Signing.Vectors;

/// <summary>Turns a vector's options, which are in the words of its format, into settings of the preset.</summary>
internal static class VectorScheme
{
    public static SchemeDefinition PresetOf(Vector vector)
    {
        var name = (vector.Preset, vector.Option("form"), vector.Option("algorithm")) switch
        {
            ("cdn77", "query", _) => "cdn77-query",
            ("lighttpd-secdownload", _, { } algorithm) when algorithm.StartsWith("hmac", StringComparison.Ordinal) => "lighttpd-secdownload-hmac",
            _ => vector.Preset,
        };
        Assert.True(PresetCatalog.TryFind(name, out var preset), $"there is no preset {name}");
        return preset;
    }

    public static SchemeDefinition DefinitionOf(Vector vector)
    {
        var preset = PresetOf(vector);
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
            Covers = ComponentsOf(vector) ?? preset.Covers,
        };
    }

    /// <summary>The settings of a scheme that is the vector's: the preset, and what differs from it.</summary>
    public static IEnumerable<string> SettingsOf(Vector vector)
    {
        var (preset, definition) = (PresetOf(vector), DefinitionOf(vector));
        return typeof(SchemeDefinition).GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Select(property => (Preset: Written(property, preset), Definition: Written(property, definition)))
            .Where(setting => !setting.Preset.SequenceEqual(setting.Definition))
            .SelectMany(setting => setting.Definition)
            .Prepend($"Preset={preset.Name}");
    }

    /// <summary>The vector's key, under the id that its token names.</summary>
    public static Key KeyOf(Vector vector, Scheme scheme)
    {
        var trace = new VectorTrace();
        var request = new VectorRequest(vector);
        _ = scheme.Verify(ref request, new KeyRing([new Key("none", "none"u8)]), default, trace);
        return new Key(trace.KeyId ?? "default", SecretOf(vector, scheme.Definition.KeyEncoding));
    }

    /// <summary>The vector's key as configuration writes it.</summary>
    public static string WrittenKeyOf(Vector vector, KeyEncoding encoding)
    {
        var secret = SecretOf(vector, encoding);
        return encoding switch
        {
            KeyEncoding.Text => vector.Key,
            KeyEncoding.Hex => Convert.ToHexStringLower(secret),
            _ => Convert.ToBase64String(secret),
        };
    }

    // A key that is not of the preset's encoding is given as the bytes that it stands for.
    private static byte[] SecretOf(Vector vector, KeyEncoding encoding)
    {
        var text = Encoding.UTF8.GetBytes(vector.Key);
        return encoding.TryDecode(text, out var decoded) ? decoded : text;
    }

    // What the vector's signature covers, which need not be what the preset asks for.
    private static ImmutableArray<string>? ComponentsOf(Vector vector) => vector.Headers.TryGetValue("signature-input", out var input)
        ? [.. input.Split('(', ')')[1].Split(' ').Select(component => component.Trim('"'))]
        : null;

    private static ImmutableArray<string> TokenOf(Vector vector, SchemeDefinition preset)
    {
        if (vector.Option("signature") is { } signature)
            return vector.Option("expires") is { } expires ? [$"{signature}={{sig}}", $"{expires}={{expires}}"] : [$"{signature}={{sig}}"];
        if (vector.Option("token") is { } place) return [$"{place}={{list}}~hmac={{sig}}"];
        if (vector.Option("prefix") is { } prefix) return [.. preset.Token.Select(token => token.Replace("/sec/", prefix, StringComparison.Ordinal).Replace("/p/", prefix, StringComparison.Ordinal))];
        if (vector.Option("label") is { } label) return [.. preset.Token.Select(token => token.Replace("sig1", label, StringComparison.Ordinal))];
        return preset.Token;
    }

    // A list has an entry for each of its texts.
    private static string[] Written(PropertyInfo property, SchemeDefinition definition) => property.GetValue(definition) switch
    {
        null => [],
        string text => [$"{property.Name}={text}"],
        IEnumerable list => [.. list.Cast<string>().Select((text, i) => $"{property.Name}:{i}={text}")],
        var value => [string.Create(CultureInfo.InvariantCulture, $"{property.Name}={value}")],
    };
}
