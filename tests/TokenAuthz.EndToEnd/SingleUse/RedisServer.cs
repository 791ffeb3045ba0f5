using System.Globalization;
using System.Net.Sockets;

namespace TokenAuthz.EndToEnd.SingleUse;

/// <summary>The real Redis, as a process that can go, come back and hang.</summary>
internal sealed class RedisServer : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private ChildProcess? _process;

    public int Port { get; } = FreePorts.Next();

    public static async Task<RedisServer> StartAsync()
    {
        var redis = new RedisServer();
        await redis.RunAsync();
        return redis;
    }

    /// <summary>Starts, for the first time or again, with nothing in it.</summary>
    public async Task RunAsync()
    {
        _process = ChildProcess.Start(
            "redis-server",
            ["--port", Port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]);
        await Poll.UntilAsync("Redis answers", AnswersAsync, () => _process.Output);
    }

    public Task SuspendAsync() => _process!.SuspendAsync();

    public void Resume() => _process!.Resume();

    /// <summary>Sends one command: the lines of its answer.</summary>
    public async Task<string[]> AskAsync(string command) =>
        (await RawHttp.ExchangeAsync(Port, $"{command}\r\nQUIT\r\n", Limit)).Split("\r\n");

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            return (await AskAsync("PING"))[0] == "+PONG";
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
