using Google.Protobuf;
using Grpc.Core;
using TokenAuthz.Grpc.Protocol;
using static TokenAuthz.Tests.Service.Grpc.GrpcClient;

namespace TokenAuthz.Tests.Service.Grpc;

/// <summary>Envoy's gRPC checks: decided as over HTTP, and nothing is allowed by accident.</summary>
[Promise(1)]
public static class GrpcTests
{
    private static readonly Dictionary<string, CheckRequest> Unclear = new()
    {
        ["an empty message"] = new(),
        ["no request"] = new() { Attributes = new() },
        ["no HTTP request"] = new() { Attributes = new() { Request = new() } },
        ["no method"] = Question(http => http.Method = ""),
        ["no path"] = Question(http => http.Path = ""),
    };

    public static TheoryData<string> UnclearNames => [.. Unclear.Keys];

    [Fact]
    public static async Task Allows_the_right_token()
    {
        await using var service = Start("OnAllow:KeyId=true", "OnAllow:Policy=true", "OnAllow:RemoveToken=true");

        var answer = await CheckAsync(service, Question(http => http.Headers["token"] = Token.Of("/a?b")));

        Assert.Equal(0, answer.Status.Code);
        Assert.Equal(CheckResponse.HttpResponseOneofCase.OkResponse, answer.HttpResponseCase);
        Assert.Equal(
            [("x-auth-key-id", "default"), ("x-auth-policy", "default")],
            answer.OkResponse.Headers.Select(header => (header.Header.Key, header.Header.Value)));
        Assert.Equal(["token"], answer.OkResponse.HeadersToRemove);
    }

    [Theory]
    [InlineData("none", null, "missing_token")]
    [InlineData("another", "wrong", "invalid_token")]
    [InlineData("an empty one", "", "invalid_token")]
    public static async Task Denies_any_other_token(string description, string? token, string reason)
    {
        await using var service = Start();

        var answer = await CheckAsync(service, Question(http =>
        {
            if (token is not null) http.Headers["token"] = token;
        }));

        AssertDenied(answer, reason, description);
        Assert.All(
            answer.DeniedResponse.Headers,
            header => Assert.Equal(HeaderValueOption.Types.HeaderAppendAction.OverwriteIfExistsOrAdd, header.AppendAction));
    }

    [Theory]
    [MemberData(nameof(UnclearNames))]
    public static async Task Denies_what_is_no_question(string description)
    {
        await using var service = Start();

        AssertDenied(await CheckAsync(service, Unclear[description]), "bad_request", description);
    }

    [Fact]
    public static async Task Takes_headers_as_they_were_sent()
    {
        await using var service = Start();
        var right = new HeaderValue { Key = "token", RawValue = ByteString.CopyFromUtf8(Token.Of("/a?b")) };

        Assert.Equal(0, (await CheckAsync(service, Raw(right))).Status.Code);
        AssertDenied(await CheckAsync(service, Raw(right, right)), "invalid_token", "twice the right one");
        AssertDenied(
            await CheckAsync(service, Raw(new HeaderValue { Key = "token", RawValue = ByteString.CopyFrom(0xff, 0xfe) })),
            "invalid_token",
            "not UTF-8");
        AssertDenied(await CheckAsync(service, Raw()), "missing_token", "none");
    }

    [Theory]
    [InlineData(":path", "/a?b", true)]
    [InlineData(":path", "/a?\u00ff", false)]
    [InlineData(":path", "", false)]
    [InlineData(":authority", "example.com", true)]
    [InlineData(":authority", "example.org", false)]
    [InlineData(":method", "GET", true)]
    [InlineData(":method", "PUT", false)]
    public static async Task Denies_when_a_pseudo_header_as_it_was_sent_is_another(string name, string value, bool isAllowed)
    {
        await using var service = Start();
        var token = new HeaderValue { Key = "token", RawValue = ByteString.CopyFromUtf8(Token.Of("/a?b")) };
        var sent = new HeaderValue { Key = name, RawValue = ByteString.CopyFrom(value, System.Text.Encoding.Latin1) };

        var answer = await CheckAsync(service, Raw(token, sent));

        if (isAllowed) Assert.Equal(0, answer.Status.Code);
        else AssertDenied(answer, "bad_request", name);
    }

    [Fact]
    public static async Task Lets_a_route_name_the_policy_and_denies_one_that_there_is_not()
    {
        await using var service =
            Start("Policies:0:Name=open", "Policies:0:Paths:0=/never/", "Policies:0:Action=Allow", "Policies:1:Name=rest");
        var open = Question(_ => { });
        open.Attributes.ContextExtensions["policy"] = "open";
        var unknown = Question(http => http.Headers["token"] = Token.Of("/a?b"));
        unknown.Attributes.ContextExtensions["policy"] = "unknown";

        Assert.Equal(0, (await CheckAsync(service, open)).Status.Code);
        AssertDenied(await CheckAsync(service, unknown), "no_policy", "unknown");
    }

    [Fact]
    public static async Task Knows_the_clients_address()
    {
        await using var service = Start(
            "Policies:0:Name=links",
            "Policies:0:Scheme=links",
            "Schemes:links:Preset=nginx-secure-link",
            "Schemes:links:Message={expires}{uri}{client_address} {key}");
        var message = $"4102444800/a192.0.2.1 {Token.Secret}";
        var token = Convert.ToBase64String(Convert.FromHexString(Token.Of(message, ""))).Replace('+', '-').Replace('/', '_').TrimEnd('=');
        var request = Question(http => http.Path = $"/a?md5={token}&expires=4102444800");

        AssertDenied(await CheckAsync(service, request), "invalid_token", "no address");
        request.Attributes.Source = new() { Address = new() { SocketAddress = new() { Address = "192.0.2.1" } } };
        Assert.Equal(0, (await CheckAsync(service, request)).Status.Code);
    }

    [Theory]
    [InlineData(401, "Signature")]
    [InlineData(410, null)]
    public static async Task Challenges_the_client_with_a_401_alone(int status, string? challenge)
    {
        await using var service = Start("Policies:0:Name=all", $"Policies:0:Deny:Statuses:missing_token={status}");

        var answer = (await CheckAsync(service, Question(_ => { }))).DeniedResponse;

        Assert.Equal(status, answer.Status.Code);
        Assert.Equal(challenge, answer.Headers.SingleOrDefault(header => header.Header.Key == "www-authenticate")?.Header.Value);
        Assert.Equal("no-store", answer.Headers.Single(header => header.Header.Key == "cache-control").Header.Value);
    }

    [Fact]
    public static async Task Checks_a_signed_body_and_none_that_was_cut()
    {
        await using var service = Start("Policies:0:Name=hooks", "Policies:0:Scheme=github-webhook");
        var signature = Convert.ToHexStringLower(System.Security.Cryptography.HMACSHA256.HashData(
            System.Text.Encoding.UTF8.GetBytes(Token.Secret), "body"u8));
        var request = Question(http =>
        {
            http.Headers["x-hub-signature-256"] = "sha256=" + signature;
            http.RawBody = ByteString.CopyFromUtf8("body");
        });

        Assert.Equal(0, (await CheckAsync(service, request)).Status.Code);
        request.Attributes.Request.Http.Headers["x-envoy-auth-partial-body"] = "true";
        AssertDenied(await CheckAsync(service, request), "bad_request", "a body that was cut");
    }

    [Fact]
    public static async Task Denies_a_token_of_single_use_the_second_time()
    {
        await using var service = Start(OneTimeLink.Settings);
        var request = Question(http => http.Path = OneTimeLink.To("/a"));

        Assert.Equal(0, (await CheckAsync(service, request)).Status.Code);
        AssertDenied(await CheckAsync(service, request), "replayed", "the second time");
    }

    [Fact]
    public static async Task Says_by_the_health_protocol_whether_it_is_ready()
    {
        await using var service = Start("DrainTime=00:00:30");
        using var channel = Channel(service.CheckPort);

        Assert.Equal(
            HealthCheckResponse.Types.ServingStatus.Serving,
            (await channel.CreateCallInvoker().AsyncUnaryCall(GrpcClient.Health, null, default, new())).Status);
        var unknown =
            await Assert.ThrowsAsync<RpcException>(async () =>
                await channel.CreateCallInvoker().AsyncUnaryCall(GrpcClient.Health, null, default, new() { Service = "other" }));
        Assert.Equal(StatusCode.NotFound, unknown.StatusCode);
    }

    [Promise(3)]
    [Theory]
    [InlineData("/metrics")]
    [InlineData("/readyz")]
    [InlineData("/healthz")]
    [InlineData("/")]
    public static async Task Has_nothing_else_on_its_port(string path)
    {
        await using var service = Start();
        using var client =
            new HttpClient { DefaultRequestVersion = new(2, 0), DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };

        Assert.Equal(
            404,
            (int)(await client.GetAsync(
                new Uri($"http://127.0.0.1:{service.CheckPort}{path}"), TestContext.Current.CancellationToken)).StatusCode);
    }

    private static RunningService Start(params string[] settings) => RunningService.Start(["Listeners:0:Kind=ext-authz-grpc", .. settings]);

    private static Task<CheckResponse> CheckAsync(RunningService service, CheckRequest request) =>
        GrpcClient.CheckAsync(service.CheckPort, request);
}
