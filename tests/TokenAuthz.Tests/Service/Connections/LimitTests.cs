using System.Globalization;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace TokenAuthz.Tests.Service.Connections;

/// <summary>What is within the limits of a gateway gets a verdict, what is beyond gets a deny and is counted.</summary>
[Promise(2)]
public sealed class LimitTests(SharedService shared)
{
    private const int Ki = 1024;

    /// <summary>What is too large, the refusal, the target, the headers.</summary>
    public static TheoryData<string, int, string, string> TooLarge { get; } = new()
    {
        { "a request line beyond 64 KiB", 414, "/" + new string('a', 64 * Ki), "" },
        { "one header beyond 1 MiB", 431, "/", $"token: {new string('a', 1025 * Ki)}\r\n" },
        { "headers beyond 1 MiB together", 431, "/", string.Concat(Enumerable.Repeat($"x: {new string('a', 100 * Ki)}\r\n", 11)) },

        // Host and Connection are there already.
        { "1,001 headers", 431, "/", Many(999) },
    };

    public static TheoryData<string, string, string> JustFitting { get; } = new()
    {
        { "a request line of 63 KiB", "/" + new string('a', 63 * Ki), "" },
        { "headers of 1,020 KiB", "/", string.Concat(Enumerable.Repeat($"x: {new string('a', 204 * Ki - 5)}\r\n", 5)) },
        { "1,000 headers with the token", "/", Many(997) },
    };

    [Theory]
    [MemberData(nameof(TooLarge))]
    public async Task Denies_when_a_request_has(string description, int status, string target, string headers)
    {
        var answer = await shared.Service.CheckAsync(target, headers);

        Expect.Equal(status, answer.Status, description);
    }

    [Theory]
    [MemberData(nameof(JustFitting))]
    public async Task Gives_a_verdict_when_a_request_has(string description, string target, string headers)
    {
        var answer = await shared.Service.CheckAsync(target, headers + Token.Line(target));

        Expect.Equal(200, answer.Status, description);
    }

    [Fact]
    public async Task Counts_what_the_server_refuses()
    {
        await using var service = RunningService.Start();

        await service.CheckAsync("/" + new string('a', 65 * Ki));
        await service.CheckAsync("/", Many(999));
        await service.CheckAsync("/a b");

        var metrics = await service.MetricsAsync();
        Assert.Equal(2, metrics[Samples.Refused("too_large")]);
        Assert.Equal(1, metrics[Samples.Refused("ill_formed")]);
    }

    [Theory]
    [InlineData("a body that does not come", "Content-Length: 5\r\n")]
    [InlineData("a body beyond every limit", "Content-Length: 1099511627776\r\n")]
    [InlineData("a body of no stated length", "Transfer-Encoding: chunked\r\n")]
    [InlineData("a body that waits to be asked for", "Expect: 100-continue\r\nContent-Length: 5\r\n")]
    public async Task Gives_a_verdict_without_reading_when_there_is(string description, string headers)
    {
        using var allowed = await RawConnection.OpenAsync(shared.Service.CheckPort);
        await allowed.SendAsync($"POST /a HTTP/1.1\r\nHost: a\r\n{headers}{Token.Line("/a")}\r\n");
        using var denied = await RawConnection.OpenAsync(shared.Service.CheckPort);
        await denied.SendAsync($"POST /a HTTP/1.1\r\nHost: a\r\n{headers}{Token.Line("/b")}\r\n");

        var answer = await allowed.ReceiveAsync();
        Expect.Equal(200, answer.Status, description);
        (await denied.ReceiveAsync()).AssertDenied("invalid_token");
    }

    [InProcess]
    [Fact]
    public async Task Denies_when_the_headers_do_not_come_in_time()
    {
        await using var service = RunningService.Start(services => services.PostConfigure<KestrelServerOptions>(
            kestrel => kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromMilliseconds(1)));
        using var connection = await RawConnection.OpenAsync(service.CheckPort);

        await connection.SendAsync($"GET /a HTTP/1.1\r\nHost: a\r\n{Token.Line("/a")}");

        Assert.Equal(408, RawAnswer.Parse(await connection.ReceiveToEndAsync()).Status);
        Assert.Equal(1, (await service.MetricsAsync())[Samples.Refused("too_slow")]);
    }

    [Fact]
    public async Task Answers_each_of_many_connections_that_are_open_at_once()
    {
        // Each holds half a request before the first is completed.
        var connections = await Task.WhenAll(Enumerable.Range(0, 500).Select(async number =>
        {
            var connection = await RawConnection.OpenAsync(shared.Service.CheckPort);
            await connection.SendAsync($"GET /{number} HTTP/1.1\r\nHost: a\r\n");
            return connection;
        }));

        foreach (var (number, connection) in connections.Index())
        {
            // Every second one with the token of the one before.
            await connection.SendAsync(Token.Line("/" + (number - (number % 2)).ToString(CultureInfo.InvariantCulture)) + "\r\n");
            var answer = await connection.ReceiveAsync();
            connection.Dispose();
            if (number % 2 == 0) answer.AssertAllowed();
            else answer.AssertDenied("invalid_token");
        }
    }

    private static string Many(int count) => string.Concat(Enumerable.Range(0, count).Select(number => $"h{number}: v\r\n"));
}
