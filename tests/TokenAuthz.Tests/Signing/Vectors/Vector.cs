using System.Text.Json;
using System.Text.Json.Serialization;

namespace TokenAuthz.Tests.Signing.Vectors;

/// <summary>A published request and its verdict. The URL is absolute; its path and query are the raw target.</summary>
public sealed record Vector(
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
    private const string FilesVariable = "TOKEN_AUTHZ_VECTORS";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip };

    [JsonIgnore]
    public string UrlScheme => Url[..Url.IndexOf("://", StringComparison.Ordinal)];

    [JsonIgnore]
    public string Host => AfterScheme[..EndOfHost];

    [JsonIgnore]
    public string Target => EndOfHost == AfterScheme.Length ? "/" : AfterScheme[EndOfHost..];

    private string AfterScheme => Url[(UrlScheme.Length + "://".Length)..];

    private int EndOfHost => AfterScheme.IndexOfAny(['/', '?']) is >= 0 and var end ? end : AfterScheme.Length;

    /// <summary>The project's own copy, and the files that the environment names, separated by colons.</summary>
    public static IReadOnlyList<Vector> All { get; } =
    [
        .. new[] { Path.Combine(AppContext.BaseDirectory, "Signing", "Vectors", "published.json") }
            .Concat((Environment.GetEnvironmentVariable(FilesVariable) ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries))
            .SelectMany(file => JsonSerializer.Deserialize<Vector[]>(File.ReadAllText(file), Json)!),
    ];

    public string? Option(string name) => Options.TryGetValue(name, out var value) ? value.ToString() : null;

    public string[] OptionList(string name) => Options.TryGetValue(name, out var value) ? [.. value.EnumerateArray().Select(item => item.GetString()!)] : [];

    public override string ToString() => $"{Preset}, {Verdict}: {Note} ({Source})";
}
