using Google.Protobuf;
using Grpc.Core;
using TokenAuthz.Grpc.Protocol;
using TokenAuthz.Tests.Engine.Checks;
using TokenAuthz.Tests.Service.Grpc;
using static TokenAuthz.Tests.Service.Grpc.GrpcClient;

namespace TokenAuthz.Tests.Service.Checks;

/// <summary>Handshakes over the wire: a gRPC check carries the answer, an HTTP check denies, and each is counted and logged.</summary>
public sealed class HandshakeServiceTests
{
    private const string Fault = "set the policy's Handshake to Pass";

    private static readonly string[] Listeners =
    [
        "Log:Level=Information", "Listeners:0:Name=http", "Listeners:0:Kind=ext-authz", "Listeners:1:Name=grpc",
        "Listeners:1:Kind=ext-authz-grpc", "Listeners:1:Url=http://127.0.0.1:0",
    ];

    [InProcess]
    [Fact]
    public async Task Answers_by_grpc_with_a_deny_that_has_status_and_body()
    {
        await using var service = Start("Answer");

        var answer = await AskAsync(service, HandshakeSamples.Subscribe);

        Assert.Equal((int)StatusCode.PermissionDenied, answer.Status.Code);
        Assert.Equal((200, "1158201444"), (answer.DeniedResponse.Status.Code, answer.DeniedResponse.Body));
        Assert.Equal(
            [("content-type", "text/plain"), ("x-content-type-options", "nosniff"), ("cache-control", "no-store")],
            answer.DeniedResponse.Headers.Select(header => (header.Header.Key, header.Header.Value)));
        Assert.Equal(1, (await service.MetricsAsync())[Series("grpc", "answer")]);
        Assert.Contains(service.Logs.Messages, IsLine("Answered"));
        Assert.DoesNotContain("1158201444", service.Logs.Lines, StringComparison.Ordinal);
        Assert.DoesNotContain(HandshakeSamples.VerifyToken, service.Logs.Lines, StringComparison.Ordinal);
    }

    [InProcess]
    [Fact]
    public async Task Denies_over_http_where_a_200_would_allow()
    {
        await using var service = Start("Answer");

        (await service.CheckAsync(HandshakeSamples.Subscribe)).AssertDenied("missing_token");

        Assert.Contains(service.Logs.Messages, message => message.Contains(Fault, StringComparison.Ordinal));
    }

    [InProcess]
    [Fact]
    public async Task Lets_pass_on_either_port_and_counts_and_logs_it()
    {
        await using var service = Start("Pass");

        Assert.Equal(200, (await service.CheckAsync(HandshakeSamples.Subscribe)).Status);
        Assert.Equal((int)StatusCode.OK, (await AskAsync(service, HandshakeSamples.Subscribe)).Status.Code);
        AssertDenied(await AskAsync(service, HandshakeSamples.Subscribe + "&a=b"), "missing_token", "a parameter more");

        var metrics = await service.MetricsAsync();
        Assert.Equal((1, 1), (metrics[Series("http", "allow")], metrics[Series("grpc", "allow")]));
        Assert.Equal(2, service.Logs.Messages.Count(message => IsLine("Passed on")(message)));
    }

    [InProcess]
    [Fact]
    public async Task Logs_so_many_handshakes_a_second()
    {
        await using var service = RunningService.Start(
            [.. Listeners, .. HandshakeSamples.Settings("Pass"), "Log:DenialsPerSecond=1"]);

        for (var i = 0; i < 20; i++) await service.CheckAsync(HandshakeSamples.Subscribe);

        Assert.InRange((await service.MetricsAsync())["""token_authz_log_events_suppressed_total{reason="handshake"}"""], 1, 19);
    }

    private static RunningService Start(string mode) => RunningService.Start([.. Listeners, .. HandshakeSamples.Settings(mode)]);

    private static Task<CheckResponse> AskAsync(RunningService service, string target) =>
        GrpcClient.CheckAsync(service.Ports[1], Question(http => (http.Path, http.RawBody) = (target, ByteString.Empty)));

    private static string Series(string listener, string decision) =>
        $$"""token_authz_decisions_total{listener="{{listener}}",policy="hooks",decision="{{decision}}",reason="handshake"}""";

    private static Predicate<string> IsLine(string begin) => message =>
        message.StartsWith($"{begin} the handshake \"subscribe\": listener", StringComparison.Ordinal)
        && message.Contains("\"/hooks\", peer \"127.0.0.1:", StringComparison.Ordinal);
}
