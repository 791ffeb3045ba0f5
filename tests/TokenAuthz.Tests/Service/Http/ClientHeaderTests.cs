using TokenAuthz.Grpc.Protocol;
using TokenAuthz.Tests.Service.Grpc;

namespace TokenAuthz.Tests.Service.Http;

/// <summary>No header of a client decides anything but the token's own.</summary>
[Promise(5)]
public sealed class ClientHeaderTests(SharedService shared, EveryKind everyKind)
{
    public static TheoryData<string> Names { get; } =
    [
        "X-Forwarded-Uri", "X-Forwarded-Path", "X-Forwarded-Prefix", "X-Forwarded-Method", "X-Forwarded-Host", "X-Forwarded-For",
        "X-Forwarded-Proto", "Forwarded",
        "X-Original-URL", "X-Original-URI", "X-Original-Method", "X-Rewrite-URL", "X-HTTP-Method-Override",
        "X-HTTP-Method", "X-Method-Override",
        "X-Envoy-Original-Path", "X-Envoy-Auth-Partial-Body", "x-auth-reason", "x-auth-key-id",
        "x-auth-policy", "X-Real-Ip", "Authorization",
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Checks_the_target_that_was_sent_when_the_client_also_sends(string name)
    {
        // Each would turn one verdict into the other, if it were read: it names the target that the token is not for.
        (await shared.Service.CheckAsync("/sent", $"{name}: /named\r\n" + Token.Line("/sent"))).AssertAllowed();
        (await shared.Service.CheckAsync("/sent", $"{name}: /named\r\n" + Token.Line("/named"))).AssertDenied("invalid_token");
        (await shared.Service.CheckAsync("/sent", $"{name}: {Token.Of("/sent")}\r\n")).AssertDenied("missing_token");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Checks_the_target_that_the_gateway_names_by_gRPC_when_the_client_also_sends(string name)
    {
        Assert.Equal(0, (await AskAsync("token", Token.Of("/sent"))).Status.Code);
        GrpcClient.AssertDenied(await AskAsync("token", Token.Of("/named")), "invalid_token", "the token of what the header names");
        GrpcClient.AssertDenied(await AskAsync(name + "-too", Token.Of("/sent")), "missing_token", "the right token in another header");

        Task<CheckResponse> AskAsync(string header, string token)
        {
            var question = GrpcClient.Question(http =>
            {
                http.Path = "/sent";
                http.Headers[name.ToLowerInvariant()] = "/named";
                http.Headers[header.ToLowerInvariant()] = token;
            });
            return GrpcClient.CheckAsync(everyKind.PortOf("ext-authz-grpc"), question);
        }
    }

    [Fact]
    public async Task Does_not_answer_with_a_header_that_the_client_sent()
    {
        var answer = await shared.Service.CheckAsync(
            "/a", "x-auth-key-id: mine\r\nx-auth-policy: mine\r\nx-envoy-auth-headers-to-remove: host\r\n" + Token.Line("/a"));

        answer.AssertAllowed();
        Assert.Equal(["Connection", "Content-Length", "Date"], answer.Headers.Select(header => header.Key).Order(StringComparer.Ordinal));
    }
}
