using System.Collections.Immutable;
using System.Globalization;
using TokenAuthz.Listeners;

namespace TokenAuthz.Tests.Service.Http;

/// <summary>
/// The answer arrives in full whatever follows the head of a request. Each client sends the whole request before it reads, so that
/// a connection that is reset meanwhile fails the test. The tests run alone, because the service resets the connection of a client
/// that pauses for a tenth of a second, and a client on a busy machine does.
/// </summary>
[Promise(2)]
[CollectionDefinition(nameof(LargeBodyTests), DisableParallelization = true)]
[Collection(nameof(LargeBodyTests))]
public sealed class LargeBodyTests(EveryKind shared)
{
    private const int Mi = 1024 * 1024;

    private static readonly string FiveMebibytes = new('x', 5 * Mi);

    private static readonly ImmutableArray<ListenerKind> Kinds = [.. ListenerKind.All.Where(kind => !kind.IsGrpc)];

    public static TheoryData<string, bool> KindsAndForms => new(Kinds.SelectMany(kind => new[] { (kind.Name, false), (kind.Name, true) }));

    /// <summary>What the server refuses by itself, its answer, and the head of the request.</summary>
    public static TheoryData<string, int, string> Refused { get; } = new()
    {
        { "a host that is none", 400, "POST / HTTP/1.1\r\nHost: a:b:c\r\nContent-Length: 8388608\r\n\r\n" },
        { "no host", 400, "POST / HTTP/1.1\r\nContent-Length: 8388608\r\n\r\n" },
        { "a blank in the target", 400, "POST /a b HTTP/1.1\r\nHost: a\r\nContent-Length: 8388608\r\n\r\n" },
        { "a line that is no header", 400, "POST / HTTP/1.1\r\nHost: a\r\nnonsense\r\nContent-Length: 8388608\r\n\r\n" },
        { "a request line beyond 64 KiB", 414,
            $"POST /{new string('a', 65 * 1024)} HTTP/1.1\r\nHost: a\r\nContent-Length: 8388608\r\n\r\n" },
        { "headers beyond 1 MiB", 431,
            $"POST / HTTP/1.1\r\nHost: a\r\nx: {new string('a', 1025 * 1024)}\r\nContent-Length: 8388608\r\n\r\n" },
        { "a body of no stated length by HTTP/1.0", 400, "POST / HTTP/1.0\r\nHost: a\r\n\r\n" },
        { "a body in a coding that does not end", 400, "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n" },
        { "an unknown version", 400, "POST / HTTP/4.2\r\nHost: a\r\nContent-Length: 8388608\r\n\r\n" },
    };

    [Theory]
    [MemberData(nameof(KindsAndForms))]
    public async Task Answers_one_request_after_another_on_a_connection_when_each_has_5_MiB(string kind, bool inChunks)
    {
        using var connection = await RawConnection.OpenAsync(shared.PortOf(kind));
        for (var i = 0; i < 2; i++)
        {
            await connection.SendAsync(Request(kind, FiveMebibytes, inChunks));
            (await connection.ReceiveAsync()).AssertDenied("missing_token");
            await connection.SendAsync(Request(kind, FiveMebibytes, inChunks, Token.Line("/a")));
            (await connection.ReceiveAsync()).AssertAllowed();
        }

        await connection.SendAsync(Request(kind, "", inChunks: false, Token.Line("/a")));
        var last = await connection.ReceiveAsync();
        last.AssertAllowed();
        Assert.Null(last.Value("connection"));
    }

    [Theory]
    [MemberData(nameof(KindsAndForms))]
    public async Task Answers_before_it_closes_when_a_request_that_ends_its_connection_has_5_MiB(string kind, bool inChunks)
    {
        (await SendAsync(
            shared.PortOf(kind), Request(kind, FiveMebibytes, inChunks, "Connection: close\r\n"))).AssertDenied("missing_token");
        (await SendAsync(
            shared.PortOf(kind), Request(kind, FiveMebibytes, inChunks, $"Connection: close\r\n{Token.Line("/a")}"))).AssertAllowed();
    }

    [Theory]
    [InlineData("a length beyond the limit", 5 * Mi, false, "", true)]
    [InlineData("a length at the limit", 2 * Mi, false, "", false)]
    [InlineData("chunks beyond the limit", 5 * Mi, true, "", false)]
    [InlineData("a length, and waits to be asked for it", 5, false, "Expect: 100-continue\r\n", true)]
    public async Task Says_that_the_connection_ends_when_the_body_may_not_be_read_to_its_end_as_it_has(
        string description, int length, bool inChunks, string headers, bool isEnd)
    {
        await using var service = RunningService.Start($"Limits:DiscardedBody={2 * Mi}");

        foreach (var token in new[] { "", Token.Line("/a") })
        {
            using var connection = await RawConnection.OpenAsync(service.CheckPort);
            await connection.SendAsync(Request("ext-authz", new('x', length), inChunks, headers + token));
            var answer = await connection.ReceiveAsync();

            Expect.Equal((token.Length == 0 ? 403 : 200, isEnd ? "close" : null), (answer.Status, answer.Value("connection")), description);
        }
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Refuses_before_it_closes_when_8_MiB_follow(string description, int status, string head)
    {
        var answer = await SendAsync(shared.PortOf("ext-authz"), head + new string('x', 8 * Mi));

        Expect.Equal(status, answer.Status, description);
    }

    [Fact]
    public async Task Answers_before_it_closes_when_a_body_breaks_its_chunks_and_8_MiB_follow()
    {
        const string Head = "POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n";
        var rest = "\r\nnonsense\r\n" + new string('x', 8 * Mi);

        (await SendAsync(shared.PortOf("ext-authz"), Head + rest)).AssertDenied("missing_token");
        (await SendAsync(shared.PortOf("ext-authz"), Head + Token.Line("/a") + rest)).AssertAllowed();
    }

    private static async Task<RawAnswer> SendAsync(int port, string request)
    {
        using var connection = await RawConnection.OpenAsync(port);
        await connection.SendAsync(request);
        return RawAnswer.Parse(await connection.ReceiveToEndAsync());
    }

    // As the gateway of that kind asks about a POST of /a.
    private static string Request(string kindName, string body, bool inChunks, string headers = "")
    {
        var kind = Kinds.Single(kind => kind.Name == kindName);
        var named = kind.IsForwarded
            ? $"{kind.MethodHeader!.Text}: POST\r\n{kind.TargetHeader!.Text}: {(kind.HostHeader is null ? "http://a" : "")}/a\r\n"
            : "";
        if (kind.HostHeader is { LowerText: not "host" } host) named += $"{host.Text}: a\r\n";
        if (kind.ServedUrlHeader is { } served) named += $"{served.Text}: http://a/a\r\n";
        var length =
            inChunks ? "Transfer-Encoding: chunked\r\n" : string.Create(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}\r\n");
        var sent = inChunks
            ? $"{string.Concat(body.Chunk(300_000).Select(chunk => $"{chunk.Length:x}\r\n{new string(chunk)}\r\n"))}0\r\n\r\n"
            : body;
        return $"POST /a HTTP/1.1\r\nHost: a\r\n{named}{length}{headers}\r\n{sent}";
    }
}
