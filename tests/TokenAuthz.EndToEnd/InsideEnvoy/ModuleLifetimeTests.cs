using System.Diagnostics;
using System.Globalization;
using TokenAuthz.EndToEnd.Harness;
using TokenAuthz.EndToEnd.Rotation;

namespace TokenAuthz.EndToEnd.InsideEnvoy;

/// <summary>Envoy lives and ends in order while configurations come and go, clients cut connections and keys change.</summary>
[Promise(10)]
public sealed class ModuleLifetimeTests
{
    private const int PerSecond = 200;

    private const int Starts = 20;

    private const int WarmAfter = 5;

    private const int LeastUpdates = 10;

    // TOKEN_AUTHZ_SOAK=3600 makes it an hour.
    private static readonly TimeSpan Soak =
        TimeSpan.FromSeconds(int.Parse(Environment.GetEnvironmentVariable("TOKEN_AUTHZ_SOAK") ?? "12", CultureInfo.InvariantCulture));

    [Fact]
    public async Task Decides_rightly_while_configurations_keys_and_clients_come_and_go()
    {
        Programs.Require(ModuleLibrary.Needed);
        using var keys = new MountedKeys(("default", Token.Secret));
        await using var updated = await UpdatedEnvoy.StartAsync(Settings(keys, 0));
        await using var right = new SteadyLoad(updated.Envoy.Port, PerSecond, Token.Of("/load"));
        await using var wrong = new SteadyLoad(updated.Envoy.Port, PerSecond / 2, Token.Wrong);

        var (started, update, memory) = (Stopwatch.GetTimestamp(), 0, 0);
        using var second = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while ((Stopwatch.GetElapsedTime(started) < Soak || update < LeastUpdates)
            && await second.WaitForNextTickAsync(TestContext.Current.CancellationToken))
        {
            Expect.Equal(null, updated.Envoy.ExitCode, updated.Envoy.Log);

            // Each third update does not load.
            updated.Update(++update % 3 == 0 ? ["Sekret=typo"] : Settings(keys, update));
            keys.Swap(update % 2 == 0 ? [("default", Token.Secret)] : [("default", Token.Secret), ("other", "another-secret")]);
            for (var i = 0; i < 20; i++) await RawHttp.CutAsync(updated.Envoy.Port, Requests[i % Requests.Length]);
            // The memory once caches and pools are filled.
            if (update == WarmAfter) memory = updated.Envoy.ResidentMemory;
        }

        var grown = updated.Envoy.ResidentMemory - memory;
        var (allowed, denied) = (await right.StopAsync(), await wrong.StopAsync());
        Expect.Equal(("OK", "Forbidden"), (string.Join('\n', allowed.Keys), string.Join('\n', denied.Keys)), updated.Envoy.Log);
        Assert.InRange(right.Sent, PerSecond, int.MaxValue);
        Assert.Equal(0, await ModuleLibrary.CountAsync(updated.Envoy, "token_authz_denied_error"));
        Assert.Contains("TokenAuthz:Sekret: there is no such setting", updated.Envoy.Log, StringComparison.Ordinal);
        TestContext.Current.SendDiagnosticMessage(
            $"{right.Sent + wrong.Sent} requests, {update} updates, {grown} KiB more than after {WarmAfter} of them");
        Assert.InRange(grown, int.MinValue, 30 * 1024);
        Assert.Equal(0, await updated.Envoy.StopAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Ends_in_order_when_Envoy_is_told_to_under_load()
    {
        Programs.Require(ModuleLibrary.Needed);
        for (var start = 1; start <= Starts; start++)
        {
            await using var stand = await Stand.StartAsync(new(Way.Inside, "ReloadInterval=00:00:00.1", "Log:DenialsPerSecond=1000"));
            await using var load = new SteadyLoad(stand.Envoy.Port, PerSecond, Token.Of("/load"));
            await using var denied = new SteadyLoad(stand.Envoy.Port, PerSecond, Token.Wrong);
            await Poll.UntilAsync("it is under load", async () => await stand.DecisionsAsync("allow") > 10);

            var exitCode = await stand.Envoy.StopAsync(TestContext.Current.CancellationToken);

            Expect.Equal(0, exitCode, $"Start {start}: {stand.Envoy.Log}");
        }
    }

    // Requests at which the client cuts the connection.
    private static string[] Requests { get; } =
    [
        "GET /load HTTP/1.1\r\nHost: x\r\ntok",
        RawHttp.Request("GET", "/load", Token.Of("/load")),
        RawHttp.Request("POST", "/load", Token.Of("/load"), "Content-Length: 100\r\n", "cut"),
        RawHttp.Request("POST", "/load", Token.Wrong, "Content-Length: 100\r\n", "cut"),
    ];

    private static string[] Settings(MountedKeys keys, int update) =>
        [$"Keys:0:Directory={keys.Path}", "ReloadInterval=00:00:00.1", $"Log:DenialsPerSecond={update}"];
}
