namespace TokenAuthz.Tests.Service.Refusals;

/// <summary>What is refused before there is a check is counted, and logged with the listener, the peer and the cause.</summary>
public sealed class RefusalTests : IDisposable
{
    // A SETTINGS frame of a stream, which belongs to none.
    private const string BadFrame = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\u0004\0\0\0\0\u0001";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a request that is none", "ext-authz", "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n", "ill_formed")]
    [InlineData("HTTP/2", "ext-authz", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "ill_formed")]
    [InlineData("HTTP/1.1", "ext-authz-grpc", "GET / HTTP/1.1\r\nHost: a\r\n\r\n", "ill_formed")]
    [InlineData("a frame that breaks HTTP/2", "ext-authz-grpc", BadFrame, "protocol_error")]
    public async Task Counts_and_logs(string description, string kind, string sent, string reason)
    {
        await using var service = RunningService.Start($"Listeners:0:Kind={kind}", "Log:Level=Information");

        await RawHttp.ExchangeAsync(service.CheckPort, sent);

        await AssertRefusedAsync(service, reason, kind, description);
    }

    [Fact]
    public async Task Counts_what_breaks_a_stream_of_HTTP_2()
    {
        await using var service = RunningService.Start("Listeners:0:Kind=ext-authz-grpc", "Log:Level=Information");
        using var connection = await RawConnection.OpenAsync(service.CheckPort);

        // HEADERS of stream 1 with the method alone, which is the third entry of HPACK's table.
        await connection.SendAsync("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\u0004\0\0\0\0\0" + "\0\0\u0001\u0001\u0005\0\0\0\u0001\u0083");

        await AssertRefusedAsync(service, "protocol_error", "ext-authz-grpc", "a stream");
    }

    [Theory]
    [InlineData("no TLS", "GET / HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("a greeting that never ends", "\u0016\u0003\u0001\u0002\0\u0001")]
    public async Task Counts_a_handshake_that_fails(string description, string sent)
    {
        using var authority = new TestAuthority("ours");
        authority.Certify("server", _folder);
        await using var service = RunningService.Start(
            "Listeners:0:Url=https://127.0.0.1:0",
            $"Listeners:0:Tls:Certificate={_folder["server.crt"]}",
            $"Listeners:0:Tls:Key={_folder["server.key"]}",
            "Limits:RequestHeadTime=00:00:01",
            "Log:Level=Information");

        await RawHttp.ExchangeAsync(service.CheckPort, sent);

        await AssertRefusedAsync(service, "tls_handshake", "ext-authz", description);
    }

    [Fact]
    public async Task Closes_a_connection_whose_request_does_not_come_in_time()
    {
        await using var service = RunningService.Start("Limits:RequestHeadTime=00:00:01");
        using var connection = await RawConnection.OpenAsync(service.CheckPort);

        await connection.SendAsync("GET / HTTP/1.1\r\nHost: a\r\n");

        Assert.Equal(408, RawAnswer.Parse(await connection.ReceiveToEndAsync()).Status);
    }

    [Fact]
    public async Task Closes_connections_beyond_the_limit_and_is_not_ready_until_there_is_room()
    {
        await using var service = RunningService.Start(
            "Limits:Connections=4",
            "Listeners:0:Name=a",
            "Listeners:1:Name=b",
            "Listeners:1:Url=http://127.0.0.1:0",
            "Log:Level=Information");
        using var first = await OpenAsync(service.CheckPort);
        Assert.Equal(200, (await service.AdminAsync("/readyz")).Status);
        using var second = await OpenAsync(service.CheckPort);

        Assert.Equal("", await RawHttp.ExchangeAsync(service.CheckPort, RawHttp.Request("GET", "/")));
        Assert.Equal(503, (await service.AdminAsync("/readyz")).Status);
        Assert.Equal(200, (await service.AdminAsync("/healthz")).Status);
        // The peers of one listener take nothing from those of another.
        (await RawHttp.SendToEndAsync(service.Ports[1], RawHttp.Request("GET", "/"))).AssertDenied("missing_token");
        await AssertRefusedAsync(service, "too_many_connections", "a", "one more");

        second.Dispose();
        await Poll.UntilAsync("it is ready", async () => (await service.AdminAsync("/readyz")).Status == 200);
        (await service.CheckAsync("/")).AssertDenied("missing_token");
    }

    [InProcess]
    [Fact]
    public async Task Writes_nothing_of_a_refused_request()
    {
        await using var service = RunningService.Start("Log:Level=Debug");

        await RawHttp.ExchangeAsync(service.CheckPort, "GET /a b?token=s3cr3t HTTP/1.1\r\nHost: s3cr3t:s3cr3t\r\ntoken: s3cr3t\r\n\r\n");
        await RawHttp.ExchangeAsync(service.CheckPort, "GET / HTTP/1.1\r\nHost: s3cr3t s3cr3t\r\n\r\n");

        await Poll.UntilAsync(
            "both are logged", () => service.Logs.Messages.Count(message => message.StartsWith("Refused ", StringComparison.Ordinal)) == 2);
        Assert.DoesNotContain("s3cr3t", service.Logs.Lines, StringComparison.Ordinal);
    }

    private static async Task<RawConnection> OpenAsync(int port)
    {
        var connection = await RawConnection.OpenAsync(port);
        await connection.SendAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        (await connection.ReceiveAsync()).AssertDenied("missing_token");
        return connection;
    }

    private static async Task AssertRefusedAsync(RunningService service, string reason, string listener, string description)
    {
        await Poll.UntilAsync(
            $"{description} is counted as {reason}", async () => (await service.MetricsAsync())[Samples.Refused(reason, listener)] == 1);
        if (ShippedProgram.IsNamed) return;
        var line = Assert.Single(service.Logs.Messages, message => message.StartsWith("Refused ", StringComparison.Ordinal));
        Assert.StartsWith($"""Refused "{reason}": listener "{listener}", peer "127.0.0.1:""", line, StringComparison.Ordinal);
    }
}
