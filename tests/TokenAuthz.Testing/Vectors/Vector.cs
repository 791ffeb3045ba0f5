using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using TokenAuthz.Signing.Schemes;
using TokenAuthz.Testing.PresetFiles;

namespace TokenAuthz.Testing.Vectors;

/// <summary>A published request and its verdict.</summary>
public sealed record Vector
{
    private const string FilesVariable = "TOKEN_AUTHZ_VECTORS";

    /// <summary>The vectors in the presets' files, and those of the files that the environment lists, separated by colons.</summary>
    public static IReadOnlyList<Vector> All { get; } =
    [
        .. PresetFile.All.SelectMany(preset => preset.Vectors),
        .. (Environment.GetEnvironmentVariable(FilesVariable) ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(PublishedVector.Read),
    ];

    [JsonIgnore]
    public SchemeDefinition Preset { get; init; } = null!;

    /// <summary>The scheme that checks it.</summary>
    [JsonIgnore]
    public SchemeDefinition Definition { get; init; } = null!;

    /// <summary>What the request is an example of.</summary>
    public string Note { get; init; } = "";

    /// <summary>Where it was published, or how it was computed.</summary>
    public required string Source { get; init; }

    /// <summary><c>allow</c> or <c>deny</c>.</summary>
    public required string Verdict { get; init; }

    /// <summary>The time of the check, Unix time.</summary>
    public required long Now { get; init; }

    /// <summary>The key as text, in the scheme's encoding.</summary>
    public required string Key { get; init; }

    /// <summary>Settings of the scheme that differ from the preset's.</summary>
    public JsonElement? Scheme { get; init; }

    public string Method { get; init; } = "GET";

    /// <summary>The URL, absolute; its path and query are the raw target.</summary>
    public required string Url { get; init; }

    public string? ClientIp { get; init; }

    public IReadOnlyDictionary<string, string> Headers { get; init; } = ImmutableDictionary<string, string>.Empty;

    public string? Body { get; init; }

    [JsonIgnore]
    public string UrlScheme => Url[..Url.IndexOf("://", StringComparison.Ordinal)];

    [JsonIgnore]
    public string Host => AfterScheme[..EndOfHost];

    [JsonIgnore]
    public string Target => EndOfHost == AfterScheme.Length ? "/" : AfterScheme[EndOfHost..];

    private string AfterScheme => Url[(UrlScheme.Length + "://".Length)..];

    private int EndOfHost => AfterScheme.IndexOfAny(['/', '?']) is >= 0 and var end ? end : AfterScheme.Length;

    [JsonIgnore]
    public bool IsAllowed => Verdict == "allow";

    /// <summary>The rows of a test of some or all vectors: the index of each, because their keys and messages are long.</summary>
    public static TheoryData<int, string> Rows(Func<Vector, bool>? filter = null)
    {
        var rows = new TheoryData<int, string>();
        foreach (var (index, vector) in All.Index().Where(entry => filter?.Invoke(entry.Item) ?? true)) rows.Add(index, vector.ToString());
        return rows;
    }

    /// <summary>The request on the wire, one character for each byte. It closes the connection.</summary>
    /// <param name="added">Headers that a gateway adds.</param>
    public string Request(params IEnumerable<KeyValuePair<string, string>> added)
    {
        var body = Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(Body ?? ""));
        var length = Body is null ? "" : string.Create(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}\r\n");
        var headers = string.Concat(Headers.Concat(added).Select(header => $"{header.Key}: {header.Value}\r\n"));
        return $"{Method} {Target} HTTP/1.1\r\nHost: {Host}\r\nConnection: close\r\n{length}{headers}\r\n{body}";
    }

    public override string ToString() => $"{Preset.Name}, {Verdict}: {Note} ({Source})";
}
