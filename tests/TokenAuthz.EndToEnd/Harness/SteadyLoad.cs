using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace TokenAuthz.EndToEnd.Harness;

/// <summary>
/// Sends requests at a constant rate whatever becomes of them (an open loop: a slow answer does not slow the load down),
/// until it is stopped.
/// </summary>
internal sealed class SteadyLoad : IAsyncDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(5);

    private readonly CancellationTokenSource _stop = new();
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(20) };
    private readonly ConcurrentBag<Task> _requests = [];
    private readonly ConcurrentDictionary<string, int> _outcomes = new();
    private readonly Task _sending;
    private int _sent;

    public SteadyLoad(int port, int perSecond, string token) =>
        _sending = SendAsync(new($"http://127.0.0.1:{port}/load"), perSecond, token);

    public int Sent => Volatile.Read(ref _sent);

    /// <summary>Stops, waits for the answers that are due, and says how often each came.</summary>
    public async Task<IReadOnlyDictionary<string, int>> StopAsync()
    {
        await _stop.CancelAsync();
        await _sending;
        await Task.WhenAll(_requests);
        return _outcomes;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
        _client.Dispose();
    }

    private async Task SendAsync(Uri address, int perSecond, string token)
    {
        var started = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(Tick);
        while (!_stop.IsCancellationRequested && await timer.WaitForNextTickAsync())
        {
            for (var due = (int)(Stopwatch.GetElapsedTime(started).TotalSeconds * perSecond); _sent < due; Interlocked.Increment(ref _sent))
                _requests.Add(SendOneAsync(address, token));
        }
    }

    private async Task SendOneAsync(Uri address, string token)
    {
        var outcome = await OutcomeAsync(address, token);
        _outcomes.AddOrUpdate(outcome, 1, (_, count) => count + 1);
    }

    private async Task<string> OutcomeAsync(Uri address, string token)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { { "token", token } } };
            using var response = await _client.SendAsync(request);
            return response.StatusCode is HttpStatusCode.OK or HttpStatusCode.Forbidden
                ? response.StatusCode.ToString()
                : $"{response.StatusCode}: {await response.Content.ReadAsStringAsync()}";
        }
        catch (Exception e) when (e is HttpRequestException or SocketException or OperationCanceledException)
        {
            return e.ToString();
        }
    }
}
