using System.Globalization;
using System.Text.Json;

namespace TokenAuthz.EndToEnd.Monitoring;

/// <summary>The real Prometheus, which scrapes one service several times a second and evaluates rules as often.</summary>
internal sealed class PrometheusServer : IAsyncDisposable
{
    /// <summary>What it calls the service's namespace, as the operator's monitors do.</summary>
    public const string Namespace = "edge";

    private readonly int _port = FreePorts.Next();
    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false });
    private ChildProcess? _process;

    private PrometheusServer()
    {
    }

    /// <summary>Starts it and waits until it has read the rules.</summary>
    /// <param name="adminPort">Of the service.</param>
    /// <param name="rules">The groups of rules, in YAML.</param>
    public static async Task<PrometheusServer> StartAsync(int adminPort, string rules)
    {
        var server = new PrometheusServer();
        try
        {
            await server.RunAsync(adminPort, rules);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>The series that a query yields now, each a value with its labels; an error of the query is one here.</summary>
    public async Task<IReadOnlyList<(string Labels, double Value)>> QueryAsync(string query)
    {
        var result = (await AskAsync($"query?query={Uri.EscapeDataString(query)}")).GetProperty("result");
        return [
            .. result.EnumerateArray().Select(
                series => (series.GetProperty("metric").ToString(), double.Parse(
                    series.GetProperty("value")[1].GetString()!, CultureInfo.InvariantCulture)))
        ];
    }

    /// <summary>What an address of its API answers.</summary>
    public async Task<JsonElement> AskAsync(string path)
    {
        using var answer = await _client.GetAsync(new Uri($"http://127.0.0.1:{_port}/api/v1/{path}"));
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {text}");
        return JsonElement.Parse(text).GetProperty("data");
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
        _client.Dispose();
        _folder.Dispose();
    }

    private async Task RunAsync(int adminPort, string rules)
    {
        _folder.Write("rules.yaml", rules);
        var file = _folder.Write("prometheus.yaml", $$"""
            global: { scrape_interval: 200ms, scrape_timeout: 200ms, evaluation_interval: 200ms }
            rule_files: [rules.yaml]
            scrape_configs:
              - job_name: token-authz
                static_configs:
                  - targets: ["127.0.0.1:{{adminPort}}"]
                    labels: { namespace: {{Namespace}}, app_kubernetes_io_instance: token-authz, pod: token-authz-0 }

            """);
        _process = ChildProcess.Start(
            "prometheus", [$"--config.file={file}", $"--storage.tsdb.path={_folder["data"]}", $"--web.listen-address=127.0.0.1:{_port}"]);
        await _process.UntilAsync("Prometheus is ready", async () => await RawHttp.ProbeAsync(_port, "/-/ready") == 200);
    }
}
