using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace TokenAuthz.Testing.Vectors;

/// <summary>A vector of a file whose vectors name a format, with keys and settings in the words of that format.</summary>
public sealed record FormatVector(
    string Id,
    string Format,
    string Source,
    JsonElement Key,
    JsonElement? Settings,
    FormatRequest Request,
    string Now,
    string Verdict,
    JsonElement? Expect)
{
    private static readonly long Longest = (long)TimeSpan.FromDays(100_000).TotalSeconds;

    /// <summary>The vector, whose keys and settings become those of a preset.</summary>
    public Vector ToVector() => new()
    {
        Format = Format,
        IsOfFormat = true,
        Name = Id,
        Source = Source,
        IsResponse = Request.IsResponse,
        IsAllowed = Verdict == "allow" && !Request.IsResponse,
        Now = DateTimeOffset.Parse(Now, CultureInfo.InvariantCulture),
        Configuration = new(FormatSettings.Of(this), FormatKeys.Of(this)),
        Method = Request.Method,
        Url = Request.Url,
        ClientAddress = Request.ClientAddress,
        Headers = [.. Request.Headers.Select(line => KeyValuePair.Create(line[0], line[1]))],
        Body = Request.Body,
        SignedText = Expect is { } expect && Format != "dpop" ? TextOf(expect) : null,
    };

    /// <summary>The value of a header; null when it is absent.</summary>
    internal string? Header(string name) =>
        Request.Headers.FirstOrDefault(line => line[0].Equals(name, StringComparison.OrdinalIgnoreCase))?[1];

    /// <summary>A setting; null when it is absent.</summary>
    internal string? Setting(string name) => Find(name)?.GetString();

    /// <summary>The entries of a setting.</summary>
    internal IEnumerable<string> List(string name) =>
        Find(name) is { } list ? list.EnumerateArray().Select(entry => entry.GetString()!) : [];

    /// <summary>Whether a setting is set.</summary>
    internal bool Flag(string name) => Find(name)?.GetBoolean() is true;

    /// <summary>A setting in seconds, at most the longest duration of a scheme.</summary>
    internal string Duration(string name) => TimeSpan.FromSeconds(Math.Min(Find(name)!.Value.GetInt64(), Longest)).ToString("c");

    private JsonElement? Find(string name) =>
        Settings is { } settings && settings.TryGetProperty(name, out var value) ? value : null;

    // Of DPoP proofs the key's thumbprint is published, and the signed text is the token itself.
    // The canonical request is signed through its digest in the string to sign.
    private static string? TextOf(JsonElement expect) => new[] { "stringToSign", "signatureBase", "message" }
        .Select(name => expect.TryGetProperty(name, out var text) ? text.GetString() : null).FirstOrDefault(text => text is not null);
}

/// <summary>The request of a <see cref="FormatVector"/>.</summary>
/// <param name="Method">The method.</param>
/// <param name="Url">The URL, absolute.</param>
/// <param name="Headers">The lines of headers, each a name and a value.</param>
/// <param name="Body">The body.</param>
/// <param name="ClientAddress">The client's address.</param>
/// <param name="Status">The status of a response; null for a request.</param>
public sealed record FormatRequest(
    string Method, string Url, ImmutableArray<string[]> Headers, string? Body, string? ClientAddress, int? Status)
{
    /// <summary>Whether this is a response to the request.</summary>
#pragma warning disable CA1508 // The reader of JSON sets the status, which the analyzer does not see.
    public bool IsResponse => Status is not null;
#pragma warning restore CA1508
}
