using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.Monitoring;

/// <summary>
/// A service to which everything happens that it has a metric of, and a Prometheus that sees it. It is empty where a
/// program is missing: each test says so by itself.
/// </summary>
public sealed class MonitoringFixture : IAsyncLifetime
{
    private static readonly string[] Needed = ["prometheus", "helm"];

    private readonly CancellationTokenSource _stop = new();
    private readonly TemporaryFolder _folder = new();
    private AuthzService? _service;
    private PrometheusServer? _prometheus;
    private Task _asking = Task.CompletedTask;

    internal PrometheusServer Prometheus
    {
        get
        {
            Programs.Require(Needed);
            return _prometheus ?? throw new InvalidOperationException("Prometheus did not start.");
        }
    }

    public async ValueTask InitializeAsync()
    {
        if (!Programs.AreThere(Needed)) return;
        TestAuthority.SelfSign("localhost", _folder);
        var tlsPort = FreePorts.Next();
        _service = await AuthzService.StartAsync(
        [
            "Listeners:1:Name=tls", "Listeners:1:Kind=ext-authz", $"Listeners:1:Url=https://127.0.0.1:{tlsPort}",
            $"Listeners:1:Tls:Certificate={_folder["localhost.crt"]}", $"Listeners:1:Tls:Key={_folder["localhost.key"]}",
            "Keys:0:Id=2026-11", $"Keys:0:Value={Token.Secret}", "Keys:0:NotAfter=2100-01-01T00:00:00Z", "Keys:1:Id=2026-08",
            "Keys:1:Value=the-retired-key-63aa",
            "Policies:0:Name=trial", "Policies:0:Paths:0=/trial/", "Policies:0:Mode=Shadow",
            "Policies:1:Name=once", "Policies:1:Paths:0=/once", "Policies:1:Scheme=links", "Policies:2:Name=default",
            .. OneTimeLink.SchemeSettings,
            $"SingleUse:Redis=127.0.0.1:{FreePorts.Next()}", // Nothing listens there.
            $"Units:Directories:0={_folder.Path}", "Units:Grants:absent:Paths:0=/absent",
            "Log:DenialsPerSecond=1",
        ]);
        _prometheus = await PrometheusServer.StartAsync(_service.AdminPort, await ChartRules.RenderAsync());
        _asking = AskAsync(_service.CheckPort, new Uri($"https://127.0.0.1:{tlsPort}/"));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _asking;
        if (_prometheus is not null) await _prometheus.DisposeAsync();
        if (_service is not null) await _service.DisposeAsync();
        _stop.Dispose();
        _folder.Dispose();
    }

    // One of each, again and again: a rate needs several scrapes that differ.
    private async Task AskAsync(int port, Uri overTls)
    {
#pragma warning disable CA5359 // Of its own service, whose certificate signs itself.
        using var handler = new SocketsHttpHandler { SslOptions = new() { RemoteCertificateValidationCallback = (_, _, _, _) => true } };
#pragma warning restore CA5359
        using var client = new HttpClient(handler);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!_stop.IsCancellationRequested && await timer.WaitForNextTickAsync())
        {
            await AskAsync(port, "/", Token.Of("/"));
            await AskAsync(port, "/", Token.Of("/", "the-retired-key-63aa"));
            await AskAsync(port, "/", Token.Wrong);
            await AskAsync(port, "/", token: null);
            await AskAsync(port, "/trial/", token: null);
            await AskAsync(port, OneTimeLink.To("/once"), token: null);
            using var denied = await client.GetAsync(overTls);
        }
    }

    private static async Task AskAsync(int port, string target, string? token) =>
        await RawHttp.SendAsync(port, RawHttp.Request("GET", target, token));
}
