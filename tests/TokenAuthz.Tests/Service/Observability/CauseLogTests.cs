using Google.Protobuf;
using Serilog.Events;
using TokenAuthz.Grpc.Protocol;
using TokenAuthz.Tests.Service.Grpc;

namespace TokenAuthz.Tests.Service.Observability;

/// <summary>The line of a denial tells what it comes from, and has what joins it with the gateway's access log.</summary>
[InProcess]
public static class CauseLogTests
{
    private const string Id = "7d1c2a94-5b8e-4f3a-9f21-2d6e0c9b1a77";
    private const string Nginx = "X-Original-Method: GET\r\nX-Original-URI: /a\r\n";
    private const string Traefik = "X-Forwarded-Method: GET\r\nX-Forwarded-Uri: /a\r\nX-Forwarded-Host: example.com\r\n";

    public static TheoryData<string, string, string, string, string> Unclear => new()
    {
        { "no method", "nginx", "X-Original-URI: /a\r\n", "header_missing", "X-Original-Method" },
        { "no target", "nginx", "X-Original-Method: GET\r\n", "header_missing", "X-Original-URI" },
        { "the headers of Traefik", "nginx", Traefik, "header_missing", "X-Original-Method" },
        { "the headers of nginx", "traefik", Nginx, "header_missing", "X-Forwarded-Method" },
        { "no host", "traefik", "X-Forwarded-Method: GET\r\nX-Forwarded-Uri: /a\r\n", "header_missing", "X-Forwarded-Host" },
        { "two targets", "traefik", Traefik + "X-Forwarded-Uri: /b\r\n", "header_repeated", "X-Forwarded-Uri" },
        { "a method that is none", "nginx", "X-Original-Method: G T\r\nX-Original-URI: /a\r\n", "header_ill_formed", "X-Original-Method" },
        { "a target that is none", "nginx", "X-Original-Method: GET\r\nX-Original-URI: a\r\n", "header_ill_formed", "X-Original-URI" },
        { "another target of a proxy in front", "traefik", Traefik + "X-Original-URI: /b\r\n", "header_contradicts", "X-Original-URI" },
        { "another URL than nginx serves", "nginx", Nginx + "X-Original-URL: http://other/a\r\n", "header_contradicts", "X-Original-URL" },
        { "a host that can be read in two ways", "traefik",
            Traefik.Replace(".com", ".com:80:80", StringComparison.Ordinal), "host_ill_formed", "" },
    };

    [Theory]
    [MemberData(nameof(Unclear))]
    public static async Task Names_the_header_when_a_check_has(string description, string kind, string headers, string cause, string header)
    {
        await using var service = RunningService.Start(
            "Log:Level=Information", $"Listeners:0:Kind={kind}", "Listeners:0:TrustedProxies:0=127.0.0.1");

        (await service.CheckAsync("/x", headers)).AssertDenied("bad_request");

        var denial = Assert.Single(service.Logs.Denials);
        Expect.Equal(("bad_request", cause), (Text(denial, "Reason"), Text(denial, "Cause")), description);
        Assert.StartsWith(header.Length == 0 ? "The " : $"{header}: ", Text(denial, "Detail"), StringComparison.Ordinal);
        Assert.StartsWith("127.0.0.1:", Text(denial, "Peer"), StringComparison.Ordinal);
    }

    [Fact]
    public static async Task Has_the_id_of_the_request_when_the_gateway_sends_one()
    {
        await using var service = RunningService.Start("Log:Level=Information");

        await service.CheckAsync("/a", $"x-request-id: {Id}\r\n");
        await service.CheckAsync("/a", $"x-request-id: {Id}\u0085{new string('x', 200)}\r\n");
        await service.CheckAsync("/a", $"x-request-id: {Id}\r\nx-request-id: other\r\n");
        await service.CheckAsync("/a");

        Assert.Equal(
            [Id, $"{Id}\\u0085{new string('x', 128 - Id.Length - 1)}…", null, null],
            service.Logs.Denials.Select(denial => Text(denial, "RequestId")));
    }

    [Fact]
    public static async Task Has_the_id_of_the_request_over_gRPC()
    {
        await using var service = RunningService.Start("Log:Level=Information", "Listeners:0:Kind=ext-authz-grpc");
        CheckRequest[] questions =
        [
            GrpcClient.Question(http => (http.Headers["x-request-id"], http.Id) = (Id, "17")),
            GrpcClient.Question(http => http.Id = "17"),
            GrpcClient.Question(http => http.HeaderMap = new() { Headers = { Raw("x-request-id") } }),
            new() { Attributes = new() },
        ];

        foreach (var question in questions) await GrpcClient.CheckAsync(service.CheckPort, question);

        Assert.Equal([Id, "17", Id, null], service.Logs.Denials.Select(denial => Text(denial, "RequestId")));
        Assert.Equal("message_ill_formed", Text(service.Logs.Denials[^1], "Cause"));
        Assert.All(service.Logs.Denials, denial => Assert.StartsWith("127.0.0.1:", Text(denial, "Peer"), StringComparison.Ordinal));
    }

    [Fact]
    public static async Task Has_scheme_and_key_when_they_are_known()
    {
        await using var service = RunningService.Start(
            "Log:Level=Information",
            "Policies:0:Name=api",
            "Policies:0:Scheme=api",
            "Schemes:api:Preset=hmac-v1",
            "Schemes:api:Horizon=7300.00:00:00",
            "Keys:0:Id=ours",
            "Keys:0:Value=a-key-5d1c-77af-2e60");

        await service.CheckAsync("/a", $"authorization: Signature v1.ours.4102444800.AAAA\r\n");
        await service.CheckAsync("/a", "authorization: Signature v1.theirs.1924991999.AAAA\r\n");

        Assert.Equal(
            [("ends_too_late", "api", "ours"), ("unknown_key", "api", null)],
            service.Logs.Denials.Select(denial => (Text(denial, "Cause"), Text(denial, "Scheme"), Text(denial, "KeyId"))));
    }

    [Fact]
    public static async Task Calls_the_peer_of_a_Unix_socket_by_a_word()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "check.sock");
        await using var service = RunningService.Start("Log:Level=Information", $"Listeners:0:Url=unix:{path}");

        using var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellation) =>
            {
                var socket = new System.Net.Sockets.Socket(
                    System.Net.Sockets.AddressFamily.Unix,
                    System.Net.Sockets.SocketType.Stream,
                    System.Net.Sockets.ProtocolType.Unspecified);
                await socket.ConnectAsync(new System.Net.Sockets.UnixDomainSocketEndPoint(path), cancellation);
                return new System.Net.Sockets.NetworkStream(socket, ownsSocket: true);
            },
        };
        using var client = new HttpClient(handler);
        using var answer = await client.GetAsync(new Uri("http://example.com/a"), TestContext.Current.CancellationToken);

        Assert.Equal("unix", Text(Assert.Single(service.Logs.Denials), "Peer"));
    }

    private static HeaderValue Raw(string name) => new() { Key = name, RawValue = ByteString.CopyFromUtf8(Id) };

    private static string? Text(LogEvent entry, string property) => (entry.Properties[property] as ScalarValue)?.Value as string;
}
