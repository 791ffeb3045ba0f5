using TokenAuthz.Listeners;
using TokenAuthz.Tests.Service.Grpc;

namespace TokenAuthz.Tests.Service.Http;

/// <summary>Every kind of listener answers a deny with the headers of its policy.</summary>
public static class DenyHeadersServiceTests
{
    public static TheoryData<string> Kinds => [.. ListenerKind.All.Where(kind => !kind.IsGrpc).Select(kind => kind.Name)];

    private static readonly string[] Policy =
        ["Policies:0:Name=all", "Policies:0:Deny:Statuses:missing_token=401", "Policies:0:Deny:Headers:Retry-After=5"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public static async Task Are_in_the_answer_of(string kind)
    {
        const string Request =
            "X-Original-Method: GET\r\nX-Original-URI: /a\r\nX-Forwarded-Method: GET\r\nX-Forwarded-Host: example.com\r\n";
        var url = kind == "ingress-nginx" ? "X-Original-URL: http://example.com/a\r\n" : "";
        await using var service = RunningService.Start(
            [$"Listeners:0:Kind={kind}", "Listeners:0:TrustedProxies:0=127.0.0.1", .. Policy]);

        var answer = await service.CheckAsync("/a", $"{Request}X-Forwarded-Uri: /a\r\n{url}");

        Assert.Equal((401, "missing_token"), (answer.Status, answer.Value("x-auth-reason")));
        Assert.Equal(
            ("no-store", "Signature", "5"), (answer.Value("cache-control"), answer.Value("www-authenticate"), answer.Value("retry-after")));
    }

    [Fact]
    public static async Task Are_in_the_message_of_gRPC_each_time()
    {
        await using var service = RunningService.Start(["Listeners:0:Kind=ext-authz-grpc", .. Policy]);

        for (var i = 0; i < 2; i++)
        {
            var answer = (await GrpcClient.CheckAsync(service.CheckPort, GrpcClient.Question(_ => { }))).DeniedResponse;

            Assert.Equal(
                ["cache-control: no-store", "content-type: text/plain", "retry-after: 5", "www-authenticate: Signature",
                    "x-auth-reason: missing_token"],
                answer.Headers.Select(header => $"{header.Header.Key}: {header.Header.Value}").Order(StringComparer.Ordinal));
        }
    }
}
