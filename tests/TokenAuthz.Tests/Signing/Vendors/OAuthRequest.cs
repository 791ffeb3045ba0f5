using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Verifying;

namespace TokenAuthz.Tests.Signing.Vendors;

/// <summary>A request as RFC 5849 signs it, computed here and not by the
/// library, so that each part can be one that no client writes.</summary>
internal sealed record OAuthRequest
{
    public const string Form = "application/x-www-form-urlencoded";

    private static readonly KeyRing Keys = new(
    [
        new Key("consumer", "consumer-secret&"u8),
        new Key("consumer&token", "consumer-secret&token-secret"u8),
        new Key("consumer&other", "consumer-secret&other-secret"u8),
    ]);

    /// <summary>The parameters of the header, decoded.</summary>
    public ImmutableArray<(string Name, string Value)> Parameters { get; init; } =
    [
        ("oauth_consumer_key", "consumer"), ("oauth_token", "token"), ("oauth_signature_method", "HMAC-SHA1"),
        ("oauth_timestamp", "1800000000"), ("oauth_nonce", "7d8f3e4a"), ("oauth_version", "1.0"),
    ];

    public string Secret { get; init; } = "consumer-secret&token-secret";

    public string Query { get; init; } = "b=2&a=1";

    public string ContentType { get; init; } = Form;

    public string Body { get; init; } = "";

    /// <summary>Changes the query after it was signed.</summary>
    public string AddedQuery { get; init; } = "";

    /// <summary>Changes the header after it was signed.</summary>
    public Func<string, string> Header { get; init; } = header => header;

    /// <summary>The request with another value of a parameter of the header, or without it.</summary>
    public OAuthRequest With(string name, string? value) => this with
    {
        Parameters =
        [
            .. Parameters.Where(parameter => parameter.Name != name), .. value is null ? [] : ImmutableArray.Create((name, value)),
        ],
    };

    /// <summary>The request with a parameter of the header once more.</summary>
    public OAuthRequest Twice(string name, string value) => this with { Parameters = Parameters.Add((name, value)) };

    public Verdict Verify(string settings = "{}")
    {
        var list = Parameters.Append(("oauth_signature", Signature())).Select(one => $"{one.Item1}=\"{Uri.EscapeDataString(one.Item2)}\"");
        var request = new VendorRequest
        {
            Method = "POST",
            Target = $"/photos?{Query}{AddedQuery}",
            Headers = [("Authorization", Header($"OAuth {string.Join(", ", list)}")), ("Content-Type", ContentType)],
            Body = Body,
            Keys = Keys,
        };
        return request.Verify("oauth1", settings);
    }

    private string Signature()
    {
        var parameters = Parameters.Concat(Pairs(Query)).Concat(Pairs(ContentType == Form ? Body : ""))
            .Select(pair => (Name: Uri.EscapeDataString(pair.Name), Value: Uri.EscapeDataString(pair.Value)))
            .OrderBy(pair => pair.Name, StringComparer.Ordinal).ThenBy(pair => pair.Value, StringComparer.Ordinal)
            .Select(pair => $"{pair.Name}={pair.Value}");
        var text = $"POST&https%3A%2F%2Fexample.com%2Fphotos&{Uri.EscapeDataString(string.Join('&', parameters))}";
#pragma warning disable CA5350 // OAuth 1.0 has SHA-1.
        return Convert.ToBase64String(HMACSHA1.HashData(Encoding.ASCII.GetBytes(Secret), Encoding.ASCII.GetBytes(text)));
#pragma warning restore CA5350
    }

    private static IEnumerable<(string Name, string Value)> Pairs(string form) => form
        .Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(pair => pair.Split('=', 2))
        .Select(pair => (Uri.UnescapeDataString(pair[0]), Uri.UnescapeDataString(pair[1])));
}
