using System.Collections.Immutable;
using System.Globalization;
using TokenAuthz.Issuers.Harness;
using TokenAuthz.Signing.Issuing;

namespace TokenAuthz.Issuers.Libraries;

/// <summary>
/// <c>@smithy/signature-v4</c>, <c>aws4</c> and <c>@aws-sdk/cloudfront-signer</c> of npm, which sign what we signed once more.
/// </summary>
internal static class AwsVerifiers
{
    private const string CloudFrontId = "K1TESTKEY";

    public static ImmutableArray<TheirVerifier> Verifiers { get; } =
    [
        new("@smithy/signature-v4", ["Preset=aws-sigv4", $"Require:region={AwsKeys.Region}", "Require:service=execute-api"],
            new(AwsKeys.Id, AwsKeys.Secret), input => Request(input, input.Path()), (request, signed, now) =>
                HeaderAsync("execute-api", request, signed, now)),
        new("@smithy/signature-v4 for S3", ["Preset=aws-s3", $"Require:region={AwsKeys.Region}"],
            new(AwsKeys.Id, AwsKeys.Secret), input => Request(input, Key(input)), (request, signed, now) =>
                HeaderAsync("s3", request, signed, now)),
        new("@smithy/signature-v4 presigned", ["Preset=aws-sigv4", $"Require:region={AwsKeys.Region}", "Require:service=execute-api"],
            new(AwsKeys.Id, AwsKeys.Secret), input => Request(input, input.Path()) with
            {
                Form = "presigned",
                Lifetime = TimeSpan.FromMinutes(10),
            }, PresignedAsync),
        new("aws4 presigned for S3", ["Preset=aws-s3", $"Require:region={AwsKeys.Region}"],
            new(AwsKeys.Id, AwsKeys.Secret), input => new()
            {
                Host = "example.com",
                Target = $"{Key(input)}?a=1&b={Uri.EscapeDataString(input.Text())}&c=",
                Form = "presigned",
                Lifetime = TimeSpan.FromMinutes(10),
            }, PresignedForS3Async),
        new("@aws-sdk/cloudfront-signer", ["Preset=cloudfront-url"], new(CloudFrontId, TestKeys.Rsa.ExportPkcs8PrivateKeyPem()),
            input => new()
            {
                Host = "d111111abcdef8.cloudfront.net",
                // This library writes paths anew.
                Target = $"/images/{input.Next(100).ToString(CultureInfo.InvariantCulture)}.jpg?a={Uri.EscapeDataString(input.Text())}&b=2",
                Form = input.OneOf("canned", "canned-sha256"),
                Lifetime = TimeSpan.FromMinutes(10),
            }, CloudFrontAsync),
    ];

    private static UnsignedRequest Request(RandomInput input, string path)
    {
        var body = input.OneOf("", "{\"a\":\"b\"}");
        var query = input.Query();
        return new()
        {
            Method = body.Length > 0 ? "PUT" : "GET",
            Host = input.OneOf("example.com", "example.com:8443"),
            Target = $"{path}{(query.Length == 0 ? "" : $"?{query}")}",
            Headers = TheirVerifier.With("x-custom", input.HeaderValue),
            Body = System.Text.Encoding.ASCII.GetBytes(body),
        };
    }

    // S3 signs the path as it is, and we what S3 makes of it: a client has to escape it as the library of the vendor does.
    private static string Key(RandomInput input) => $"/{Uri.EscapeDataString(input.Text())}//{Uri.EscapeDataString(input.Text())}";

    private static async Task<string?> HeaderAsync(string service, UnsignedRequest request, SignedRequest signed, DateTimeOffset now)
    {
        var theirs = (string)(await NodeLibraries.CallAsync("signV4", Input(service, request, signed, now)))!;
        var ours = signed.Headers.Single(header => header.Key == "authorization").Value;
        return Parts(ours).SequenceEqual(Parts(theirs)) ? null : theirs;

        static IEnumerable<string> Parts(string authorization) => authorization.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);
    }

    private static async Task<string?> PresignedAsync(UnsignedRequest request, SignedRequest signed, DateTimeOffset now)
    {
        var input = Input("execute-api", request, signed with { Target = request.Target }, now);
        input["expiresIn"] = 600;
        var theirs = (string)(await NodeLibraries.CallAsync("presignV4", input))!;
        return signed.Target.EndsWith($"X-Amz-Signature={theirs}", StringComparison.Ordinal) ? null : theirs;
    }

    private static async Task<string?> PresignedForS3Async(UnsignedRequest request, SignedRequest signed, DateTimeOffset now)
    {
        var time = now.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var theirs = await NodeLibraries.CallAsync("aws4", new
        {
            method = request.Method,
            host = request.Host,
            path = $"{request.Target}&X-Amz-Date={time}&X-Amz-Expires=600",
            service = "s3",
            region = AwsKeys.Region,
            signQuery = true,
            credentials = AwsKeys.Credentials(isSession: false),
        });
        var signature = AwsKeys.After((string)theirs!["path"]!, "X-Amz-Signature=");
        return signed.Target.EndsWith($"X-Amz-Signature={signature}", StringComparison.Ordinal) ? null : signature;
    }

    private static Dictionary<string, object> Input(string service, UnsignedRequest request, SignedRequest signed, DateTimeOffset now) =>
        new()
        {
            ["now"] = now.ToUnixTimeSeconds(),
            ["method"] = request.Method,
            ["url"] = signed.Url,
            ["headers"] = TheirVerifier.Headers(request, signed).Where(header => header.Key != "authorization").ToDictionary(),
            ["body"] = System.Text.Encoding.ASCII.GetString(request.Body.Span),
            ["credentials"] = AwsKeys.Credentials(isSession: false),
            ["region"] = AwsKeys.Region,
            ["service"] = service,
        };

    private static async Task<string?> CloudFrontAsync(UnsignedRequest request, SignedRequest signed, DateTimeOffset now)
    {
        var theirs = (string)(await NodeLibraries.CallAsync("cloudFrontUrl", new
        {
            url = $"https://{request.Host}{request.Target}",
            keyPairId = CloudFrontId,
            privateKey = TestKeys.Rsa.ExportPkcs8PrivateKeyPem(),
            dateLessThan = now.AddMinutes(10).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            algorithm = request.Form == "canned" ? "SHA1" : "SHA256",
        }))!;
        return Parts(signed.Url).SequenceEqual(Parts(theirs)) ? null : theirs;

        // In another order, and without the algorithm that is the default.
        static IEnumerable<string> Parts(string url) => url.Split(['?', '&']).Where(part => part != "Hash-Algorithm=SHA1").Order();
    }
}
