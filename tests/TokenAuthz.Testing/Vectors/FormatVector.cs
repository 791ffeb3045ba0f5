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
    /// <summary>The vector; null for a format that is not there yet.</summary>
    public Vector? ToVector() => FormatSettings.NotYet.Contains(Format) ? null : new()
    {
        Format = Format,
        Name = Id,
        Source = Source,
        IsAllowed = Verdict == "allow",
        Now = DateTimeOffset.Parse(Now, CultureInfo.InvariantCulture),
        Configuration = new(FormatSettings.Of(this), FormatKeys.Of(Key)),
        Method = Request.Method,
        Url = Request.Url,
        ClientAddress = Request.ClientAddress,
        Headers = [.. Request.Headers.Select(line => KeyValuePair.Create(line[0], line[1]))],
        Body = Request.Body,
        SignedText = Expect is { } expect ? TextOf(expect) : null,
    };

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
    string Method, string Url, ImmutableArray<string[]> Headers, string? Body, string? ClientAddress, int? Status);
