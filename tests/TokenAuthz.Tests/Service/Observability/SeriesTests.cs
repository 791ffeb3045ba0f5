using System.Globalization;
using System.Net;
using Grpc.Core;
using TokenAuthz.Grpc.Protocol;
using TokenAuthz.Listeners;
using TokenAuthz.Tests.Service.Grpc;

namespace TokenAuthz.Tests.Service.Observability;

/// <summary>Nothing that a client or a gateway sends becomes a series of the metrics, or a label of one.</summary>
[Promise(8)]
public sealed class SeriesTests
{
    private const string Made = "made-up-";
    private const int Times = 20;

    [Fact]
    public async Task Makes_no_series_of_what_is_sent_to_a_listener_of_any_kind()
    {
        await using var every = new EveryKind();
        await SendAsync(every, 0);
        var before = await every.Service.MetricsAsync();

        for (var number = 1; number <= Times; number++) await SendAsync(every, number);

        var after = await every.Service.MetricsAsync();
        Assert.Equal(before.Values.Keys.Order(StringComparer.Ordinal), after.Values.Keys.Order(StringComparer.Ordinal));
        Assert.DoesNotContain(after.Values.Keys, series => series.Contains(Made, StringComparison.OrdinalIgnoreCase));
        // All of it arrived where it is counted.
        Assert.All(ListenerKind.All, kind => Assert.InRange(Denials(after, kind) - Denials(before, kind), 3 * Times, int.MaxValue));
    }

    private static double Denials(Samples samples, ListenerKind kind) => samples.Values
        .Where(sample => sample.Key.StartsWith($"token_authz_decisions_total{{listener=\"{kind.Name}\"", StringComparison.Ordinal))
        .Where(sample => sample.Key.Contains("decision=\"deny\"", StringComparison.Ordinal))
        .Sum(sample => sample.Value);

    // A name that no other request has, in every place where a label could come from.
    private static async Task SendAsync(EveryKind every, int number)
    {
        var made = Made + number.ToString(CultureInfo.InvariantCulture);
        foreach (var kind in ListenerKind.All)
        {
            if (kind.IsGrpc) await AskByGrpcAsync(every.PortOf(kind.Name), made);
            else await AskAsync(every.PortOf(kind.Name), made);
        }

        await AskAsync(every.Service.AdminPort, made);
        await RawHttp.SendToEndAsync(
            every.Service.AdminPort, RawHttp.Request(made, $"/metrics?name[]={made}", headers: $"Accept: {made}\r\n"));
    }

    private static async Task AskAsync(int port, string made)
    {
        var original = $"X-Original-Method: {made}\r\nX-Forwarded-Method: {made}\r\nX-Forwarded-Host: {made}\r\n";
        var forwarded = $"{original}X-Original-URI: /{made}?{made}\r\nX-Forwarded-Uri: /{made}?{made}\r\n";
        var url = $"{original}X-Original-URL: https://{made}/{made}\r\n";
        var own = $"x-auth-policy: {made}\r\nx-auth-key-id: {made}\r\n{made}: {made}\r\nUser-Agent: {made}\r\n";
        foreach (var headers in (string[])["", forwarded, url, forwarded + url, own])
        {
            var rest = $"HTTP/1.1\r\nHost: {made}\r\nConnection: close\r\n{headers}";
            await RawHttp.SendToEndAsync(port, $"{made} /{made}?{made} {rest}token: {made}\r\n\r\n");
            await RawHttp.SendToEndAsync(port, $"GET /{made} {rest}\r\n");
        }

        await RawHttp.SendToEndAsync(port, $"GET / {made}\r\nHost: {made}\r\n\r\n");
        await RawHttp.SendToEndAsync(port, $"GET / HTTP/1.1\r\nHost: {made} {made}\r\n\r\n");
    }

    private static async Task AskByGrpcAsync(int port, string made)
    {
        using var channel = GrpcClient.Channel(port);
        var calls = channel.CreateCallInvoker();
        for (var i = 0; i < 3; i++)
        {
            var question = GrpcClient.Question(http =>
            {
                (http.Method, http.Host, http.Path) = (made, made, "/" + made);
                http.Headers[made] = made;
                http.Headers["token"] = made;
            });
            if (i > 0) question.Attributes.ContextExtensions[i == 1 ? "policy" : made] = made;
            await calls.AsyncUnaryCall(GrpcClient.Check, made, new(new Metadata { { made, made } }), question);
        }

        // Methods and services that there are not.
        foreach (var (service, method) in new[]
        {
            (made, "Check"), (GrpcClient.Check.ServiceName, made), (GrpcClient.Health.ServiceName, made)
        })
            await GrpcClient.CallUnknownAsync(port, service, method);

        var health = new HealthCheckRequest { Service = made };
        await Assert.ThrowsAsync<RpcException>(async () => await calls.AsyncUnaryCall(GrpcClient.Health, null, default, health));
        using var client =
            new HttpClient { DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        using var answer = await client.GetAsync(new Uri($"http://127.0.0.1:{port}/{made}"), TestContext.Current.CancellationToken);
        Assert.False(answer.IsSuccessStatusCode);
    }
}
