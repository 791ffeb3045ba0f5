using System.Globalization;
using System.Text;
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

    [JsonIgnore]
    public bool IsAllowed => Verdict == "allow";

    /// <summary>The rows of a test of some or all vectors: each by its index, as their keys and messages are long.</summary>
    public static TheoryData<int, string> Rows(Func<Vector, bool>? filter = null)
    {
        var rows = new TheoryData<int, string>();
        foreach (var (index, vector) in All.Index().Where(entry => filter?.Invoke(entry.Item) ?? true)) rows.Add(index, vector.ToString());
        return rows;
    }

    /// <summary>The request as it is on the wire, a character a byte; the connection ends with it.</summary>
    /// <param name="added">Headers that are not the vector's: a gateway's.</param>
    public string Request(params IEnumerable<KeyValuePair<string, string>> added)
    {
        var body = Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(Body ?? ""));
        var length = Body is null ? "" : string.Create(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}\r\n");
        var headers = string.Concat(Headers.Concat(added).Select(header => $"{header.Key}: {header.Value}\r\n"));
        return $"{Method} {Target} HTTP/1.1\r\nHost: {Host}\r\nConnection: close\r\n{length}{headers}\r\n{body}";
    }

    public string? Option(string name) => Options.TryGetValue(name, out var value) ? value.ToString() : null;

    public string[] OptionList(string name) => Options.TryGetValue(name, out var value) ? [.. value.EnumerateArray().Select(item => item.GetString()!)] : [];

    public override string ToString() => $"{Preset}, {Verdict}: {Note} ({Source})";
}
