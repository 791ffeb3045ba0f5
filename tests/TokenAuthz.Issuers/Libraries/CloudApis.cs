using System.Collections.Immutable;
using System.Globalization;
using TokenAuthz.Issuers.Harness;
using TokenAuthz.Testing.PresetFiles;

namespace TokenAuthz.Issuers.Libraries;

/// <summary>
/// The clients of the APIs of Alibaba Cloud, Tencent Cloud, Huawei Cloud and Volcengine: <c>@alicloud/openapi-util</c>,
/// <c>tencentcloud-sdk-nodejs-common</c>, <c>@huaweicloud/huaweicloud-sdk-core</c> and <c>@volcengine/openapi</c> of npm.
/// </summary>
internal static class CloudApis
{
    private const string Id = "AKEXAMPLE";
    private const string Secret = "secret-example-of-32-characters.";
    private const string Host = "api.example.com";
    private const RequestParts All =
        RequestParts.Method | RequestParts.Host | RequestParts.Path | RequestParts.Query | RequestParts.Body;

    private static readonly (TimeSpan?, TimeSpan) FifteenMinutes = (TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(15));

    public static ImmutableArray<Issuer> Issuers { get; } =
    [
        new("@alicloud/openapi-util", Settings("alibaba-acs3"), AlicloudAsync)
        {
            Signs = All,
            Headers = ["x-acs-action", "x-acs-date", "x-acs-signature-nonce", "content-type"],
            Signature = AwsKeys.HeaderSignature,
            Holds = FifteenMinutes,
        },
        new("tencentcloud-sdk-nodejs-common", Settings("tencent-tc3", "Require:service=cvm"), TencentAsync)
        {
            Signs = All,
            Headers = ["content-type", "x-tc-timestamp"],
            Signature = AwsKeys.HeaderSignature,
            Holds = (TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(5)),
        },
        new("@huaweicloud/huaweicloud-sdk-core", Settings("huawei-sdk-hmac"), HuaweiAsync)
        {
            Signs = All,
            Headers = ["content-type", "x-sdk-date", "x-custom"],
            Signature = AwsKeys.HeaderSignature,
            Holds = FifteenMinutes,
        },

        new("@volcengine/openapi", Settings("volcengine", "Require:region=cn-north-1", "Require:service=iam"), VolcengineAsync)
        {
            Signs = All,
            Headers = ["x-date", "x-custom"],
            Signature = AwsKeys.HeaderSignature,
            Holds = FifteenMinutes,
        },
    ];

    private static ImmutableArray<string> Settings(string preset, params string[] settings) =>
    [
        $"Schemes:issued:Preset={preset}", .. settings.Select(setting => $"Schemes:issued:{setting}"),
        $"Keys:0:Id={Id}", $"Keys:0:Value={Secret}",
    ];

    private static async Task<IssuedRequest> AlicloudAsync(RandomInput input, DateTimeOffset now)
    {
        var body = input.OneOf("", "{\"a\":\"é\"}", "a=b");
        var method = body.Length > 0 ? "POST" : "GET";
        var headers = new Dictionary<string, string>
        {
            ["x-acs-action"] = "RunInstances",
            ["x-acs-version"] = "2014-05-26",
            ["x-acs-date"] = now.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            ["x-acs-signature-nonce"] = input.Next(int.MaxValue).ToString("x", CultureInfo.InvariantCulture),
        };
        if (input.Maybe) headers["x-acs-security-token"] = AwsKeys.Token;
        if (body.Length > 0) headers["content-type"] = "application/json; charset=utf-8";

        // This library escapes no names of parameters.
        var signed = await NodeLibraries.CallAsync("alicloud", new
        {
            method,
            host = Host,
            path = Path(input),
            query = Query(input, "Name.1", "b", "c_d"),
            headers,
            body,
            id = Id,
            secret = Secret,
        });
        return NodeLibraries.Request(method, signed!, body);
    }

    private static async Task<IssuedRequest> TencentAsync(RandomInput input, DateTimeOffset now)
    {
        var isGet = input.Maybe;
        var payload = new Dictionary<string, object> { ["Limit"] = input.Next(100), ["Name"] = input.Text() };
        var signed = await NodeLibraries.CallAsync("tencent", new
        {
            method = isGet ? "GET" : "POST",
            host = Host,
            path = "/",
            query = isGet ? Query(input, "Name.0", input.Text(), input.Text()) : [],
            payload = isGet ? null : payload,
            contentType = isGet ? "application/x-www-form-urlencoded" : "application/json",
            timestamp = now.ToUnixTimeSeconds(),
            service = "cvm",
            id = Id,
            secret = Secret,
        });
        return NodeLibraries.Request(isGet ? "GET" : "POST", signed!, (string)signed!["body"]!);
    }

    private static async Task<IssuedRequest> HuaweiAsync(RandomInput input, DateTimeOffset now)
    {
        var isGet = input.Maybe;
        var data = new Dictionary<string, object> { ["limit"] = input.Next(100), ["name"] = input.Text() };

        // This library escapes the escapes of a path once more, which the vendor's others do not, and sorts parameters before it escapes
        // their names.
        var signed = await NodeLibraries.CallAsync("huawei", new
        {
            method = isGet ? "GET" : "POST",
            host = Host,
            path = $"/v1/{input.OneOf("orders", "a-b_c.d~e", "orders/")}",
            query = Query(input, "limit", "name", "a.b"),
            headers = new Dictionary<string, string>
            {
                ["content-type"] = "application/json",
                ["x-custom"] = input.OneOf("1", "a b"),
                ["X-Sdk-Date"] = Basic(now),
            },
            data = isGet ? null : data,
            id = Id,
            secret = Secret,
        });
        return NodeLibraries.Request(isGet ? "GET" : "POST", signed!, (string)signed!["body"]!);
    }

    private static async Task<IssuedRequest> VolcengineAsync(RandomInput input, DateTimeOffset now)
    {
        var body = input.OneOf("", "{\"a\":\"é\"}", "a=b");
        var method = body.Length > 0 ? "POST" : "GET";
        var query = Query(input, "limit", "name", "a.b");
        query["Action"] = "ListUsers";

        // This library signs the host only if its caller writes the header, and the preset demands that it is signed.
        var signed = await NodeLibraries.CallAsync("volcengine", new
        {
            method,
            host = Host,
            path = input.OneOf("/", "/a-b_c.d~e", "/a%20b/%E6%97%A5"),
            query,
            headers = new Dictionary<string, string> { ["host"] = Host, ["x-custom"] = input.HeaderValue },
            body,
            region = "cn-north-1",
            service = "iam",
            signingDate = now.ToUnixTimeSeconds(),
            id = Id,
            secret = Secret,
        });
        return NodeLibraries.Request(method, signed!, body);
    }

    private static string Path(RandomInput input) => input.Maybe ? "/" : $"/{input.Text()}/{input.Text()}";

    private static Dictionary<string, string> Query(RandomInput input, params string[] names) =>
        names.Distinct().Where(_ => input.Maybe).ToDictionary(name => name, _ => input.Text());

    private static string Basic(DateTimeOffset time) => time.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
}
