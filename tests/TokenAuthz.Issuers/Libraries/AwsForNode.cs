using System.Collections.Immutable;
using System.Globalization;
using TokenAuthz.Issuers.Harness;
using TokenAuthz.Testing.PresetFiles;

namespace TokenAuthz.Issuers.Libraries;

/// <summary><c>@aws-sdk/s3-request-presigner</c>, <c>aws4</c> and <c>@smithy/signature-v4a</c> of npm.</summary>
internal static class AwsForNode
{
    private const RequestParts Head = RequestParts.Method | RequestParts.Host | RequestParts.Path | RequestParts.Query;

    private static readonly (TimeSpan?, TimeSpan) FifteenMinutes = (TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(15));

    public static ImmutableArray<Issuer> Issuers { get; } =
    [
        new("@aws-sdk/s3-request-presigner", AwsKeys.S3, PresignAsync)
        {
            Signs = Head,
            Headers = ["x-custom"],
            Signature = AwsKeys.QuerySignature,
            Holds = (TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(10)),
        },
        new("aws4 for S3", AwsKeys.S3, (input, now) => SignAsync(input, now, "s3", isInQuery: false))
        {
            Signs = Head | RequestParts.Body,
            Headers = ["x-custom", "x-amz-date"],
            Signature = AwsKeys.HeaderSignature,
            Holds = FifteenMinutes,
        },
        new("aws4 for execute-api", AwsKeys.Settings("execute-api"),
            (input, now) => SignAsync(input, now, "execute-api", isInQuery: false))
        {
            Signs = Head | RequestParts.Body,
            Headers = ["x-custom", "x-amz-date"],
            Signature = AwsKeys.HeaderSignature,
            Holds = FifteenMinutes,
        },
        new("aws4 in the query", AwsKeys.S3, (input, now) => SignAsync(input, now, "s3", isInQuery: true))
        {
            Signs = Head,
            Signature = AwsKeys.QuerySignature,
        },
    ];

    private static async Task<IssuedRequest> PresignAsync(RandomInput input, DateTimeOffset now)
    {
        var method = input.OneOf("GET", "PUT");
        var url = await NodeLibraries.CallAsync("s3Presign", new
        {
            method,
            bucket = input.OneOf("examplebucket", "Upper_bucket"),
            key = $"{input.Text()}{input.OneOf("/", "//")}{input.Text()}",
            region = AwsKeys.Region,
            credentials = AwsKeys.Credentials(input.Maybe),
            signingDate = now.ToUnixTimeSeconds(),
            expiresIn = 600,
            input = method == "GET" && input.Maybe ? (object)new { ResponseContentType = input.Text() } : new { },
            headers = new Dictionary<string, string> { ["x-custom"] = "1" },
        });
        return IssuedRequest.Of(method, (string)url!, [new("x-custom", "1")]);
    }

    private static async Task<IssuedRequest> SignAsync(RandomInput input, DateTimeOffset now, string service, bool isInQuery)
    {
        // Of a repeated parameter, this library signs the first value only for S3, so that the others would be open to change.
        var query = input.Query(hasRepeated: service != "s3");
        var time = now.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var name =
            $"/{Uri.EscapeDataString(input.Text())}/{Uri.EscapeDataString(input.Text())}".Replace("%28", "(", StringComparison.Ordinal);
        var path = $"{(service == "s3" ? name : input.Path())}{(query.Length == 0 ? "" : $"?{query}")}";
        var body = isInQuery ? "" : input.OneOf("", "{\"a\":\"é\"}", "a=b");
        var method = body.Length > 0 ? "POST" : "GET";
        var headers = new Dictionary<string, string> { ["x-custom"] = input.HeaderValue };
        if (!isInQuery) headers["X-Amz-Date"] = time;
        var signed = await NodeLibraries.CallAsync("aws4", new
        {
            method,
            host = "example.com:8443",
            path = isInQuery ? $"{path}{(query.Length == 0 ? '?' : '&')}X-Amz-Date={time}" : path,
            headers = isInQuery ? [] : headers,
            body,
            service,
            region = AwsKeys.Region,
            signQuery = isInQuery,
            credentials = AwsKeys.Credentials(input.Maybe),
        });
        signed!["url"] = $"https://example.com:8443{(string)signed["path"]!}";
        return NodeLibraries.Request(method, signed, body);
    }
}
