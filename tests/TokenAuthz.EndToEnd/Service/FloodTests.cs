using System.Net;
using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.Service;

/// <summary>
/// Peers that flood a listener of HTTP/2 take no memory that grows with what they send, and no answers from others; where the server ends
/// a connection or a stream, that is counted.
/// </summary>
public sealed class FloodTests
{
    private const int Peers = 4;
    private const int MostMemory = 64 * 1024;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    private static readonly string Check = Http2Frame.Request("GET", "example.com", "/a");

    private static readonly string Call = Http2Frame.Request(
        "POST", "example.com", "/envoy.service.auth.v3.Authorization/Check", ("content-type", "application/grpc"), ("te", "trailers"));

    /// <summary>The kind of the listener, and what floods it.</summary>
    public static MatrixTheoryData<string, string> Floods { get; } =
        new(["ext-authz", "ext-authz-grpc"], Flood.Of(Check).Select(flood => flood.Name));

    [Theory]
    [MemberData(nameof(Floods))]
    public async Task Keeps_memory_and_answers_others_when_peers_send(string kind, string name)
    {
        var fields = kind == "ext-authz" ? Check : Call;
        var flood = Flood.Of(fields).Single(flood => flood.Name == name);
        await using var service = await AuthzService.StartAsync(
            $"Listeners:0:Kind={kind}", "Listeners:0:Protocol=http2", "Limits:StreamsPerConnection=100", "Limits:RequestHeadTime=00:00:01");
        using var other = await Http2Connection.OpenAsync(service.CheckPort);
        await AskAsync(other, fields);
        var memory = service.ResidentMemory;
        var (to, peers) = (new IPEndPoint(IPAddress.Loopback, service.CheckPort), new List<Http2Connection>());
        for (var peer = 0; peer < Peers; peer++) peers.Add(await Http2Connection.OpenAsync(to, flood.Greeting));
        var reading = Task.WhenAll(peers.Where(_ => flood.IsRead).Select(peer => Task.Run(peer.ReceiveToEndAsync)));

        // A peer that does not read, and whose frames have no end, cannot send any more at some time.
        using (var end = new CancellationTokenSource(flood.Refused is null ? Longest : Poll.Limit))
        {
            var sending = Task.WhenAll(peers.Select(peer => Task.Run(() => SendAsync(peer, flood, end.Token))));
            do await AskAsync(other, fields);
            while (!sending.IsCompleted);
            await sending;
        }

        if (flood.Refused is { } reason)
            await Poll.UntilAsync(
                $"{name} are counted as {reason}",
                async () => await service.CountAsync("token_authz_refused_requests_total{", $"reason=\"{reason}\"") > 0,
                () => service.Log);
        Assert.InRange(service.ResidentMemory - memory, int.MinValue, MostMemory);
        await AskAsync(other, fields);
        peers.ForEach(peer => peer.Shutdown());
        await reading;
        peers.ForEach(peer => peer.Dispose());
    }

    private static async Task AskAsync(Http2Connection connection, string fields)
    {
        var stream = connection.NextStream();
        // A message of gRPC that is empty; a check over HTTP does not look at the body.
        await connection.SendAsync(
            Http2Frame.Head(stream, fields, flags: 0) + Http2Frame.Of(Http2Frame.Data, Http2Frame.EndOfStream, stream, "\0\0\0\0\0"));
        Assert.InRange((await connection.ReceiveAsync(stream)).Status, 200, 403);
    }

    private static async Task SendAsync(Http2Connection peer, Flood flood, CancellationToken end)
    {
        const int AtOnce = 50;
        for (var step = 0; step < flood.Steps; step += AtOnce)
        {
            var steps = Enumerable.Range(step, Math.Min(AtOnce, flood.Steps - step));
            if (!await peer.TrySendAsync(string.Concat(steps.Select(at => flood.Frames((2 * at) + 1))), end)) return;
        }
    }
}
