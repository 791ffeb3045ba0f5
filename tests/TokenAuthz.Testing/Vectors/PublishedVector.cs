using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using TokenAuthz.Signing.Presets;
using TokenAuthz.Signing.Schemes;
using TokenAuthz.Testing.PresetFiles;

namespace TokenAuthz.Testing.Vectors;

/// <summary>A vector of a file whose vectors name a preset: its options are in the words of its format.</summary>
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
    private const string CountryHeader = "x-country";

    // The vectors with countries allow this one, or block others.
    private const string Country = "US";

    private bool NamesCountries => Url.Contains("token_countries", StringComparison.Ordinal);

    /// <summary>The vector, whose options become settings of the preset.</summary>
    public Vector ToVector()
    {
        var preset = FindPreset();
        var settings = JsonSerializer.SerializeToElement(SettingsOf(preset).ToDictionary());
        var vector = new PresetVector
        {
            Note = Note,
            Source = Source,
            Verdict = Verdict,
            Now = JsonSerializer.SerializeToElement(Now),
            Key = Key,
            Scheme = settings,
            Method = Method,
            Url = Url,
            ClientIp = ClientIp,
            Headers = JsonSerializer.SerializeToElement(
                NamesCountries ? new Dictionary<string, string>(Headers) { [CountryHeader] = Country } : Headers),
            Body = Body,
        };
        return vector.Of(PresetFile.Find(preset.Name));
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

    private IEnumerable<(string Name, object Value)> SettingsOf(SchemeDefinition preset)
    {
        if (TokenOf(preset) is { } token) yield return (nameof(preset.Token), token);
        if (Option("message") is { } message) yield return (nameof(preset.Message), message);
        if (Option("algorithm") is { } digest) yield return (nameof(preset.Algorithm), Choice(preset.Algorithm, digest));
        if (Option("ttl") is { } ttl) yield return (nameof(preset.Ttl), TimeSpan.FromSeconds(Number(ttl)).ToString("c"));
        if (Option("salt") is { } salt) yield return (nameof(preset.Salt), salt);
        if (Option("truncate") is { } truncate) yield return (nameof(preset.Truncate), Number(truncate));
        if (Option("key_encoding") is { } encoding) yield return (nameof(preset.KeyEncoding), Choice(preset.KeyEncoding, encoding));
        if (OptionList("stem") is { } stem) yield return (nameof(preset.Stem), stem);
        if (OptionList("signed_headers") is { } headers) yield return (nameof(preset.SignedHeaders), headers);
        if (Option("label") is { } label) yield return (nameof(preset.Label), label);
        if (NamesCountries) yield return (nameof(preset.CountryHeader), CountryHeader);
        if (Components is { } components) yield return (nameof(preset.Covers), components);
    }

    // A vector's signature may cover other components than the preset requires.
    private string[]? Components => Headers.TryGetValue("signature-input", out var input)
        ? [.. input.Split('(', ')')[1].Split(' ').Select(component => component.Trim('"'))]
        : null;

    private ImmutableArray<string>? TokenOf(SchemeDefinition preset)
    {
        if (Option("signature") is { } signature)
            return Option("expires") is { } expires ? [$"{signature}={{sig}}", $"{expires}={{expires}}"] : [$"{signature}={{sig}}"];
        if (Option("token") is { } place) return [$"{place}={{list}}~hmac={{sig}}"];
        if (Option("prefix") is { } prefix) return Replace("/sec/", prefix, Replace("/p/", prefix, preset.Token));
        return null;
    }

    private static ImmutableArray<string> Replace(string text, string other, ImmutableArray<string> parts) =>
        [.. parts.Select(part => part.Replace(text, other, StringComparison.Ordinal))];

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static string Choice<T>(T preset, string word)
        where T : struct, Enum =>
        Enum.Parse(preset.GetType(), word.Replace("-", "", StringComparison.Ordinal), ignoreCase: true).ToString()!;

    private string? Option(string name) => Options.TryGetValue(name, out var value) ? value.ToString() : null;

    private string[]? OptionList(string name) =>
        Options.TryGetValue(name, out var value) ? [.. value.EnumerateArray().Select(item => item.GetString()!)] : null;
}
