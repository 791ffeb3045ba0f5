using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using TokenAuthz.Signing.Algorithms;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Presets;
using TokenAuthz.Signing.Schemes;

namespace TokenAuthz.Testing.Vectors;

/// <summary>A vector in the published form: its options are in the words of its format, and become settings of a preset.</summary>
public sealed record PublishedVector(
    string Preset,
    Dictionary<string, JsonElement> Options,
    string Method,
    string Url,
    Dictionary<string, string> Headers,
    string? Body,
    string? ClientIp,
    string Key,
    long Now,
    string Verdict,
    string Note,
    string Source)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Reads a file of vectors.</summary>
    public static IEnumerable<Vector> Read(string file) =>
        JsonSerializer.Deserialize<PublishedVector[]>(File.ReadAllText(file), Json)!.Select(vector => vector.ToVector());

    private Vector ToVector()
    {
        var preset = FindPreset();
        return new()
        {
            Preset = preset,
            Definition = Define(preset),
            Note = Note,
            Source = Source,
            Verdict = Verdict,
            Now = Now,
            Key = Key,
            Method = Method,
            Url = Url,
            ClientIp = ClientIp,
            Headers = Headers,
            Body = Body,
        };
    }

    private SchemeDefinition FindPreset()
    {
        var isHmac = Option("algorithm")?.StartsWith("hmac", StringComparison.Ordinal) is true;
        var name = (Preset, Option("form"), isHmac) switch
        {
            ("cdn77", "query", _) => "cdn77-query",
            ("lighttpd-secdownload", _, true) => "lighttpd-secdownload-hmac",
            _ => Preset,
        };
        Assert.True(PresetCatalog.TryFind(name, out var preset), $"there is no preset {name}");
        return preset;
    }

    private SchemeDefinition Define(SchemeDefinition preset) => preset with
    {
        Token = TokenOf(preset),
        Message = Option("message") ?? preset.Message,
        Algorithm = Option("algorithm") is { } digest
            ? Enum.Parse<SignatureAlgorithm>(digest.Replace("-", "", StringComparison.Ordinal), ignoreCase: true)
            : preset.Algorithm,
        Ttl = Option("ttl") is { } ttl ? TimeSpan.FromSeconds(int.Parse(ttl, CultureInfo.InvariantCulture)) : preset.Ttl,
        Salt = Option("salt") ?? preset.Salt,
        Truncate = Option("truncate") is { } truncate ? int.Parse(truncate, CultureInfo.InvariantCulture) : preset.Truncate,
        KeyEncoding = Option("key_encoding") is { } encoding ? Enum.Parse<KeyEncoding>(encoding, ignoreCase: true) : preset.KeyEncoding,
        Stem = [.. OptionList("stem")],
        SignedHeaders = [.. OptionList("signed_headers")],
        EscapeUrl = Option("url") == "escaped",
        Covers = Components ?? preset.Covers,
    };

    // A vector's signature may cover other components than the preset requires.
    private ImmutableArray<string>? Components => Headers.TryGetValue("signature-input", out var input)
        ? [.. input.Split('(', ')')[1].Split(' ').Select(component => component.Trim('"'))]
        : null;

    private ImmutableArray<string> TokenOf(SchemeDefinition preset)
    {
        if (Option("signature") is { } signature)
            return Option("expires") is { } expires ? [$"{signature}={{sig}}", $"{expires}={{expires}}"] : [$"{signature}={{sig}}"];
        if (Option("token") is { } place) return [$"{place}={{list}}~hmac={{sig}}"];
        if (Option("prefix") is { } prefix) return Replace("/sec/", prefix, Replace("/p/", prefix, preset.Token));
        return Option("label") is { } label ? Replace("sig1", label, preset.Token) : preset.Token;
    }

    private static ImmutableArray<string> Replace(string text, string other, ImmutableArray<string> parts) =>
        [.. parts.Select(part => part.Replace(text, other, StringComparison.Ordinal))];

    private string? Option(string name) => Options.TryGetValue(name, out var value) ? value.ToString() : null;

    private IEnumerable<string> OptionList(string name) =>
        Options.TryGetValue(name, out var value) ? value.EnumerateArray().Select(item => item.GetString()!) : [];
}
