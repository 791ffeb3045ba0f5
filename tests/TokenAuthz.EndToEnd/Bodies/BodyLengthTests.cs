using System.Collections.Immutable;
using System.Net;
using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.Bodies;

/// <summary>
/// Bodies of every length through an Envoy that fails open: no request without its token passes, and none with it is denied.
/// </summary>
[Promise(1)]
[Promise(2)]
public sealed class BodyLengthTests
{
    private const int Mi = 1024 * 1024;
    private const int Longest = 17 * Mi;
    private const int AtOnce = 8;

    // Most are short, so that 500 requests take seconds.
    private static readonly ImmutableArray<int> Lengths =
    [
        .. Repeat(170, 0), .. Repeat(80, 1), .. Repeat(60, 1000), .. Repeat(60, 70_000), .. Repeat(40, 300_000),
        .. Repeat(14, Mi - 1000), .. Repeat(14, Mi - 1), .. Repeat(14, Mi), .. Repeat(14, Mi + 1), .. Repeat(10, 1_200_000),
        .. Repeat(10, 2 * Mi), .. Repeat(7, 5 * Mi), .. Repeat(4, 8 * Mi), .. Repeat(3, 16 * Mi),
    ];

    private static readonly byte[] Content = new byte[16 * Mi];

    public static TheoryData<string> Ways => [.. Way.OfService.Select(way => way.Name)];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Lets_pass_every_request_with_its_token_and_no_other(string way)
    {
        await using var stand = await StartAsync(Way.Of(way));

        var outcomes = await SendAsync(stand);

        Assert.Equal(Expected(allowed: Lengths.Length, denied: Lengths.Length), outcomes);
        AssertArrived(stand);
    }

    [Theory]
    [InlineData("HTTP")]
    [InlineData("HTTP over TLS")]
    public async Task Lets_pass_every_request_with_its_token_and_no_other_when_bodies_are_longer_than_what_is_discarded(string way)
    {
        await using var stand = await StartAsync(Way.Of(way), $"Limits:DiscardedBody={2 * Mi}");

        var outcomes = await SendAsync(stand);

        Assert.Equal(Expected(allowed: Lengths.Length, denied: Lengths.Length), outcomes);
        AssertArrived(stand);
    }

    [Fact]
    public async Task Lets_pass_none_whose_call_is_longer_than_what_is_read()
    {
        await using var stand = await StartAsync(Way.Grpc, $"Limits:DiscardedBody={3 * Mi}");

        var outcomes = await SendAsync(stand);

        var tooLong = Lengths.Count(length => length > 2 * Mi);
        Assert.Equal(Expected(allowed: Lengths.Length - tooLong, denied: Lengths.Length + tooLong), outcomes);
    }

    [Theory]
    [InlineData("HTTP")]
    [InlineData("HTTP over TLS")]
    public async Task Lets_pass_no_request_that_the_service_refuses_to_read_when_a_body_follows(string way)
    {
        await using var stand = await StartAsync(Way.Of(way));
        var body = new string('x', 5 * Mi);

        for (var i = 0; i < 20; i++)
        {
            var passage =
                await stand.PassAsync(RawHttp.Request("POST", "/", token: null, $"Content-Length: {body.Length}\r\n", body, host: "a:b:c"));
            Assert.Equal((400, null), (passage.Answer.Status, passage.Arrived));
        }
    }

    private static Task<Stand> StartAsync(Way way, params ImmutableArray<string> settings) =>
        Stand.StartAsync(new(way, settings) { IsFailingOpen = true, Configure = file => file.HandingOverBodies(Longest) });

    // Sends by HTTP/1.1 and HTTP/2, with a length and without.
    private static async Task<SortedDictionary<string, int>> SendAsync(Stand stand)
    {
        var outcomes = new SortedDictionary<string, int>(StringComparer.Ordinal);
        using var handler = new SocketsHttpHandler { UseProxy = false };
        using var client = new HttpClient(handler);
        await Parallel.ForEachAsync(Lengths.Index(), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (row, cancellation) =>
        {
            foreach (var token in new[] { Token.Of($"/{row.Index}"), null })
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"http://127.0.0.1:{stand.Envoy.Port}/{row.Index}"))
                {
                    Content = new ReadOnlyMemoryContent(Content.AsMemory(0, row.Item)),
                    Version = row.Index % 2 == 0 ? HttpVersion.Version11 : HttpVersion.Version20,
                    VersionPolicy = HttpVersionPolicy.RequestVersionExact,
                };
                request.Headers.TransferEncodingChunked = row.Index % 3 == 0 && row.Index % 2 == 0;
                if (token is not null) request.Headers.Add("token", token);
                using var answer = await client.SendAsync(request, cancellation);
                lock (outcomes)
                {
                    var outcome = $"{(token is null ? "without" : "with")} its token: {(int)answer.StatusCode}";
                    outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
                }
            }
        });
        return outcomes;
    }

    private static SortedDictionary<string, int> Expected(int allowed, int denied)
    {
        var expected = new SortedDictionary<string, int>(StringComparer.Ordinal)
        {
            ["with its token: 200"] = allowed,
            ["without its token: 403"] = Lengths.Length
        };
        if (denied > Lengths.Length) expected["with its token: 403"] = denied - Lengths.Length;
        return expected;
    }

    private static void AssertArrived(Stand stand) =>
        Assert.Equal(Lengths.Select(length => (long)length).Order(), stand.Upstream.Requests.Select(request => request.Length).Order());

    private static IEnumerable<int> Repeat(int count, int length) => Enumerable.Repeat(length, count);
}
