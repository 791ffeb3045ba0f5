using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using TokenAuthz.Testing.PresetFiles;

namespace TokenAuthz.Testing.Vectors;

/// <summary>A request and its verdict, with the configuration and the clock of the check.</summary>
public sealed record Vector
{
    private const StringComparison IgnoreCase = StringComparison.OrdinalIgnoreCase;

    /// <summary>The preset, or the format by the name that a file of vectors has for it.</summary>
    public required string Format { get; init; }

    /// <summary>Whether the vector comes from a file of formats: a <see cref="FormatVector"/>.</summary>
    public bool IsOfFormat { get; init; }

    /// <summary>Whether the vector is another one at another time, which only the core and the service need to see.</summary>
    public bool IsDerived { get; init; }

    /// <summary>Whether the preset is one of webhooks.</summary>
    public bool IsWebhook => Configuration.IsWebhook;

    /// <summary>Whether a preset of webhooks signs the body of the vector, so that another body is denied.</summary>
    public bool SignsBody =>
        IsAllowed && IsWebhook && PresetFile.Find(Configuration.Preset!).Signs.Contains(RequestParts.Body);

    /// <summary>What the request is an example of.</summary>
    public required string Name { get; init; }

    /// <summary>Where it was published, or how it was computed.</summary>
    public required string Source { get; init; }

    /// <summary>Whether this is a response that is signed: as a request it is denied.</summary>
    public bool IsResponse { get; init; }

    /// <summary>Whether the request is allowed.</summary>
    public required bool IsAllowed { get; init; }

    /// <summary>The time of the check.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>The scheme and the keys as configuration has them.</summary>
    public required VectorConfiguration Configuration { get; init; }

    public string Method { get; init; } = "GET";

    /// <summary>The URL, absolute; its path and query are the raw target.</summary>
    public required string Url { get; init; }

    public string? ClientAddress { get; init; }

    /// <summary>The lines of headers, in order.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Headers { get; init; } = [];

    public string? Body { get; init; }

    /// <summary>The text that is signed, as it was published; null when it was not.</summary>
    public string? SignedText { get; init; }

    public string UrlScheme => Url[..Url.IndexOf("://", StringComparison.Ordinal)];

    /// <summary>The header <c>Host</c>; that of the URL unless there is one.</summary>
    public string Host => Headers.FirstOrDefault(IsHost).Value ?? AfterScheme[..EndOfHost];

    public string Target => EndOfHost == AfterScheme.Length ? "/" : AfterScheme[EndOfHost..];

    private string AfterScheme => Url[(UrlScheme.Length + "://".Length)..];

    private int EndOfHost => AfterScheme.IndexOfAny(['/', '?']) is >= 0 and var end ? end : AfterScheme.Length;

    /// <summary>The value of a header's first line; null when it is absent.</summary>
    public string? Header(string name) => Headers.FirstOrDefault(line => line.Key.Equals(name, IgnoreCase)).Value;

    /// <summary>The vector with another body.</summary>
    public Vector WithOtherBody() => this with { Name = $"{Name}, another body", Body = $"{Body} ", IsAllowed = false };

    /// <summary>The vector with another target.</summary>
    public Vector To(string target) => this with { Url = $"{UrlScheme}://{AfterScheme[..EndOfHost]}{target}" };

    /// <summary>The request on the wire, one character for each byte. It closes the connection.</summary>
    /// <param name="added">Headers that a gateway adds.</param>
    public string Request(params IEnumerable<KeyValuePair<string, string>> added)
    {
        var body = Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(Body ?? ""));
        var length = body.Length == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}\r\n");
        var sent = Headers.Where(header => !IsHost(header) && !header.Key.Equals("content-length", IgnoreCase));
        var headers = string.Concat(sent.Concat(added).Select(header => $"{header.Key}: {header.Value}\r\n"));
        return $"{Method} {Target} HTTP/1.1\r\nHost: {Host}\r\nConnection: close\r\n{length}{headers}\r\n{body}";
    }

    public override string ToString() => $"{Format}, {(IsAllowed ? "allow" : "deny")}: {Name} ({Source})";

    private static bool IsHost(KeyValuePair<string, string> header) => header.Key.Equals("host", IgnoreCase);
}
