using System.Globalization;
using System.Net.Http.Json;
using System.Net.Sockets;

namespace TokenAuthz.EndToEnd.SingleUse;

/// <summary>Toxiproxy in front of a port, which can make its answers late.</summary>
internal sealed class Toxiproxy : IAsyncDisposable
{
    public const string Program = "toxiproxy-server";

    private readonly HttpClient _api;
    private readonly ChildProcess _process;

    private Toxiproxy()
    {
        var port = FreePorts.Next().ToString(CultureInfo.InvariantCulture);
        _process = ChildProcess.Start(Program, ["-host", "127.0.0.1", "-port", port]);
        _api = new() { BaseAddress = new($"http://127.0.0.1:{port}/") };
    }

    /// <summary>The port of the proxy.</summary>
    public int Port { get; } = FreePorts.Next();

    public static async Task<Toxiproxy> StartAsync(int behind)
    {
        var proxy = new Toxiproxy();
        await Poll.UntilAsync("Toxiproxy answers", proxy.AnswersAsync, () => proxy._process.Output);
        await proxy.PostAsync(
            "proxies", new { name = "redis", listen = $"127.0.0.1:{proxy.Port}", upstream = $"127.0.0.1:{behind}", enabled = true });
        return proxy;
    }

    /// <summary>Makes each answer so many milliseconds late, until <see cref="HealAsync"/>.</summary>
    public Task DelayAsync(int milliseconds) => PostAsync(
        "proxies/redis/toxics", new { name = "late", type = "latency", attributes = new { latency = milliseconds } });

    /// <summary>Cuts every connection, and refuses new ones until <see cref="HealAsync"/>.</summary>
    public Task CutAsync() => PostAsync("proxies/redis", new { enabled = false });

    /// <summary>Takes back every change.</summary>
    public Task HealAsync() => PostAsync("reset", new { });

    public async ValueTask DisposeAsync()
    {
        _api.Dispose();
        await _process.DisposeAsync();
    }

    private async Task PostAsync(string path, object body)
    {
        using var answer = await _api.PostAsJsonAsync(new Uri(path, UriKind.Relative), body);
        Expect.Equal(true, answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            return (await _api.GetAsync(new Uri("version", UriKind.Relative))).IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or SocketException)
        {
            return false;
        }
    }
}
