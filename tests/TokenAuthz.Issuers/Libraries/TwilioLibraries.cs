using System.Collections.Immutable;
using TokenAuthz.Issuers.Harness;
using Twilio.Security;

namespace TokenAuthz.Issuers.Libraries;

/// <summary>Twilio: <c>twilio</c> of npm and <c>Twilio</c> of NuGet, which sign the URL and the form.</summary>
internal static class TwilioLibraries
{
    private const string Secret = "5d1c6f0e7f31b2aa5d1c6f0e7f31b2aa";
    private const string Header = "x-twilio-signature";

    private static readonly ImmutableArray<string> Settings =
        ["Schemes:issued:Preset=twilio", "Keys:0:Id=key-1", $"Keys:0:Value={Secret}"];

    public static ImmutableArray<WebhookLibrary> All { get; } =
    [
        new("twilio", Settings, Sign, VerifyByNode) { Headers = [Header], HasTolerance = false, SignsUrl = true },
        new("Twilio", Settings, Sign, VerifyByNet) { Headers = [Header], HasTolerance = false, SignsUrl = true },
    ];

    private static async Task<IssuedRequest> Sign(RandomInput input, DateTimeOffset now)
    {
        var form =
            Enumerable.Range(0, input.Next(6) + 1).ToDictionary(i => $"{input.OneOf("Body", "From", "to", "x")}{i}", _ => input.Text());
        var url =
            $"https://example.com{input.Path(hasDots: false)}?{input.Query()}".TrimEnd('?').Replace("'", "", StringComparison.Ordinal);
        var signature = (string)(await NodeLibraries.CallAsync("signTwilio", new { secret = Secret, url, form }))!;
        var body = string.Join('&', form.Select(field => $"{field.Key}={Uri.EscapeDataString(field.Value)}"));
        return IssuedRequest.Of(
            "POST", url, [new("content-type", "application/x-www-form-urlencoded"), new(Header, signature)], body);
    }

    private static async Task<bool> VerifyByNode(IssuedRequest request, DateTimeOffset now) =>
        (bool)(await NodeLibraries.CallAsync("verifyTwilio", new
        {
            secret = Secret,
            signature = request.Header(Header) ?? "",
            url = UrlOf(request),
            form = FormOf(request),
        }))!;

    private static Task<bool> VerifyByNet(IssuedRequest request, DateTimeOffset now) =>
        Task.FromResult(
            request.Header(Header) is { } signature
            && new RequestValidator(Secret).Validate(UrlOf(request), FormOf(request), signature));

    private static string UrlOf(IssuedRequest request) => $"https://{request.Host}{request.Target}";

    // A change may give two fields one name; the libraries take a field once.
    private static Dictionary<string, string> FormOf(IssuedRequest request) =>
        request.Body.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2))
            .DistinctBy(pair => Decode(pair[0]))
            .ToDictionary(pair => Decode(pair[0]), pair => pair.Length > 1 ? Decode(pair[1]) : "");

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
