using TokenAuthz.Grpc.Protocol;
using TokenAuthz.Tests.Service.Grpc;

namespace TokenAuthz.Tests.Service.Checks;

/// <summary>Policies with several schemes, and tokens that may be missing, over HTTP and gRPC and in the metrics.</summary>
public sealed class SeveralSchemesTests
{
    private const string KeyId = "x-auth-key-id";
    private const string Ended = "1000000000";

    // The second listener asks by gRPC.
    private static readonly string[] Settings =
    [
        "Listeners:0:Name=ext-authz", "Listeners:1:Name=grpc", "Listeners:1:Kind=ext-authz-grpc", "Listeners:1:Url=http://127.0.0.1:0",
        "OnAllow:KeyId=true",
        "Policies:0:Name=several", "Policies:0:Paths:0=/several", "Policies:0:Schemes:0=token-header", "Policies:0:Schemes:1=plain",
        "Schemes:plain:Token:0=header:x-plain={expires}.{sig}", "Schemes:plain:Message={expires}", "Schemes:plain:Algorithm=Token",
        "Schemes:plain:Encoding=Text", "Schemes:plain:Bearer=true",
        "Policies:1:Name=optional", "Policies:1:Paths:0=/optional", "Policies:1:Mode=Optional",
    ];

    public static TheoryData<string, string, string[], string?> Requests => new()
    {
        { "a token of the first scheme", "/several", [$"token: {Token.Of("/several")}"], null },
        { "a token of the second scheme", "/several", [$"x-plain: 3000000000.{Token.Secret}"], null },
        { "no token", "/several", [], "missing_token" },
        { "a wrong token", "/several", [$"token: {Token.Wrong}"], "invalid_token" },
        { "an ended token of the second scheme", "/several", [$"x-plain: {Ended}.{Token.Secret}"], "expired" },
        { "two right tokens", "/several", [$"token: {Token.Of("/several")}", $"x-plain: 3000000000.{Token.Secret}"], "invalid_token" },
        { "two tokens, of which one has ended", "/several", [$"token: {Token.Of("/several")}", $"x-plain: {Ended}.0"], "invalid_token" },
        { "no token where it may be missing", "/optional", [], null },
        { "a forged key id and no token where it may be missing", "/optional", [$"{KeyId}: default"], null },
        { "a right token where it may be missing", "/optional", [$"token: {Token.Of("/optional")}"], null },
        { "a wrong token where it may be missing", "/optional", [$"token: {Token.Wrong}"], "invalid_token" },
        { "an empty token where it may be missing", "/optional", ["token: "], "invalid_token" },
        { "no token and a path that could be another", "/optional/../several", [], "missing_token" },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Decides_by_http_and_grpc(string description, string target, string[] headers, string? reason)
    {
        await using var service = RunningService.Start(Settings);

        var answer = await service.CheckAsync(target, string.Concat(headers.Select(header => $"{header}\r\n")));
        var byGrpc = await GrpcClient.CheckAsync(service.Ports[1], Question(target, headers));

        Expect.Equal((reason is null ? 200 : 403, reason), (answer.Status, answer.Value("x-auth-reason")), description);
        Expect.Equal(reason is null ? 0 : 7, byGrpc.Status.Code, description);
        if (reason is not null) GrpcClient.AssertDenied(byGrpc, reason, description);
    }

    [Fact]
    public async Task Tells_the_upstream_of_no_key_without_a_token()
    {
        await using var service = RunningService.Start(Settings);

        var without = await service.CheckAsync("/optional", $"{KeyId}: default\r\n");
        var with = await service.CheckAsync("/optional", $"{KeyId}: forged\r\n{Token.Line("/optional")}");
        var byGrpc = await GrpcClient.CheckAsync(service.Ports[1], Question("/optional", [$"{KeyId}: default"]));

        Assert.Equal(("", "default"), (without.Value(KeyId), with.Value(KeyId)));
        Assert.Equal("", Assert.Single(byGrpc.OkResponse.Headers, header => header.Header.Key == KeyId).Header.Value);
    }

    [Fact]
    public async Task Counts_by_scheme_and_what_lacks_a_token()
    {
        await using var service = RunningService.Start(Settings);
        var before = await service.MetricsAsync();
        Assert.Equal(2, before.Values.Keys.Count(series => series.StartsWith("token_authz_scheme_uses_total", StringComparison.Ordinal)));

        await service.CheckAsync("/several", Token.Line("/several"));
        await service.CheckAsync("/several", $"x-plain: 3000000000.{Token.Secret}\r\n");
        await service.CheckAsync("/several", $"x-plain: 3000000000.{Token.Secret}\r\n");
        await service.CheckAsync("/several");
        await service.CheckAsync("/optional");
        await service.CheckAsync("/optional", Token.Line("/optional"));

        var after = await service.MetricsAsync();
        Assert.Equal((1, 2), (after[Uses("token-header")], after[Uses("plain")]));
        Assert.Equal((1, 1), (after[Allowed("no_token")], after[Allowed("")]));
    }

    [InProcess]
    [Fact]
    public async Task Logs_the_scheme_of_an_allow_for_debugging_and_that_of_a_denial()
    {
        await using var service = RunningService.Start([.. Settings, "Log:Level=Debug"]);

        await service.CheckAsync("/several", $"x-plain: 3000000000.{Token.Secret}\r\n");
        await service.CheckAsync("/several", $"x-plain: {Ended}.{Token.Secret}\r\n");
        await service.CheckAsync("/optional", Token.Line("/optional"));

        Assert.Equal("plain", service.Logs.Value("Allowed by the scheme", "Scheme"));
        Assert.Equal("plain", service.Logs.Value("Denied", "Scheme"));
    }

    private static string Uses(string scheme) => $$"""token_authz_scheme_uses_total{policy="several",scheme="{{scheme}}"}""";

    private static string Allowed(string reason) =>
        $$"""token_authz_decisions_total{listener="ext-authz",policy="optional",decision="allow",reason="{{reason}}"}""";

    private static CheckRequest Question(string target, string[] headers) => GrpcClient.Question(http =>
    {
        http.Path = target;
        foreach (var header in headers.Select(header => header.Split(": "))) http.Headers[header[0]] = header[1];
    });
}
