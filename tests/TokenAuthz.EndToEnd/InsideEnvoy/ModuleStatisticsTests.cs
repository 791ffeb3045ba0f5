using TokenAuthz.EndToEnd.Harness;
using TokenAuthz.EndToEnd.Rotation;
using TokenAuthz.EnvoyModule;

namespace TokenAuthz.EndToEnd.InsideEnvoy;

/// <summary>An operator sees in Envoy's statistics which configuration is in force, and which keys are used and end.</summary>
public sealed class ModuleStatisticsTests
{
    private const string Soon = "ReloadInterval=00:00:00.1";

    private static readonly string[] Several =
    [
        "Policies:0:Name=optional", "Policies:0:Paths:0=/optional", "Policies:0:Mode=Optional",
        "Policies:1:Name=several", "Policies:1:Schemes:0=token-header", "Policies:1:Schemes:1=hmac-v1",
    ];

    [Fact]
    public async Task Shows_which_keys_were_used_and_when_they_end()
    {
        await using var stand = await Stand.StartAsync(new(
            Way.Inside, Soon, "Keys:0:Id=a", "Keys:0:Value=a-key-5d1c-77af", "Keys:0:NotAfter=2099-01-01T00:00:00Z",
            "Keys:1:Id=b", "Keys:1:Value=a-key-2e60-11b9"));

        await stand.PassAsync(RawHttp.Request("GET", "/a", Token.Of("/a", "a-key-2e60-11b9")));
        await stand.PassAsync(RawHttp.Request("GET", "/a", Token.Of("/a", "a-key-2e60-11b9")));
        await stand.PassAsync(RawHttp.Request("GET", "/a", Token.Wrong));

        await UntilAsync(stand, "key_uses.filter.token_authz.key_id.b: 2");
        await UntilAsync(stand, "key_uses.filter.token_authz.key_id.a: 0");
        await UntilAsync(stand, "key_expiry_timestamp_seconds.filter.token_authz.key_id.a: 4070908800");
    }

    [Fact]
    public async Task Shows_which_of_several_schemes_were_used_and_what_lacked_a_token()
    {
        await using var stand = await Stand.StartAsync(new(Way.Inside, [Soon, .. Several]));

        (await stand.PassAsync(RawHttp.Request("GET", "/a", Token.Of("/a")))).AssertAllowed();
        (await stand.PassAsync(RawHttp.Request("GET", "/optional"))).AssertAllowed();
        (await stand.PassAsync(RawHttp.Request("GET", "/optional", Token.Wrong))).AssertDenied("invalid token");

        await UntilAsync(stand, "scheme_uses.filter.token_authz.policy.several.scheme.token-header: 1");
        await UntilAsync(stand, "scheme_uses.filter.token_authz.policy.several.scheme.hmac-v1: 0");
        Assert.Equal(1, await ModuleLibrary.CountAsync(stand.Envoy, "token_authz_allowed_no_token"));
        Assert.Equal(1, await ModuleLibrary.CountAsync(stand.Envoy, "token_authz_denied_invalid_token"));
    }

    [Fact]
    public async Task Shows_reloads_that_succeed_and_fail()
    {
        using var keys = new MountedKeys(("old", "old-secret"));
        await using var stand = await Stand.StartAsync(new(Way.Inside, Soon, $"Keys:0:Directory={keys.Path}"));
        await UntilAsync(stand, "config_last_reload_successful.filter.token_authz: 1");
        await UntilAsync(stand, "config_restart_needed.filter.token_authz: 0");
        await UntilAsync(stand, $"build_info.version.{Hooks.Version.Replace('-', '_')}: 1", $"build_info.version.{Hooks.Version}: 1");
        var (loaded, looked) = (await TimeAsync(stand, "reload_success"), await TimeAsync(stand, "look"));
        Assert.InRange(loaded, 1, looked);

        keys.AddDangling("broken");
        await UntilAsync(stand, "config_last_reload_successful.filter.token_authz: 0");

        keys.Swap(("new", "new-secret"));
        await UntilAsync(stand, "config_last_reload_successful.filter.token_authz: 1");
        await Poll.UntilAsync("the time of the look goes on", async () => await TimeAsync(stand, "look") > looked);
    }

    [Fact]
    public async Task Counts_the_denials_that_are_not_logged()
    {
        await using var stand = await Stand.StartAsync(new(Way.Inside, "Log:DenialsPerSecond=1"));

        await Poll.UntilAsync("a denial is left out", async () =>
        {
            await stand.PassAsync(RawHttp.Request("GET", "/a", Token.Wrong));
            return await ModuleLibrary.CountAsync(stand.Envoy, "token_authz_log_events_suppressed_invalid_token") > 0;
        });
    }

    [Fact]
    public async Task Declares_every_statistic_that_Envoy_shows()
    {
        using var units = new TemporaryFolder();
        await using var stand = await Stand.StartAsync(new(
            Way.Inside,
            [
                "Keys:0:Id=a", "Keys:0:Value=a-key-5d1c-77af", "Keys:0:NotAfter=2099-01-01T00:00:00Z",
                $"Units:Directories:0={units.Path}", "Units:Grants:absent:Paths:0=/absent", .. Several,
            ]));

        var shown = await ModuleLibrary.CountersAsync(stand.Envoy);

        Assert.All(Statistic.All, statistic => Assert.Contains(shown, name => IsOf(name, statistic)));
        Assert.All(shown, name => Assert.Contains(Statistic.All, statistic => IsOf(name, statistic)));
    }

    private static bool IsOf(string shown, Statistic statistic)
    {
        var name = shown[(shown.IndexOf("token_authz", StringComparison.Ordinal))..];
        if (statistic.Name.EndsWith(Statistic.AnyReason, StringComparison.Ordinal))
            return name.StartsWith(statistic.Name[..^Statistic.AnyReason.Length], StringComparison.Ordinal);
        return statistic.Labels is [var label, ..]
            ? name.StartsWith($"{statistic.Name}.{label}.", StringComparison.Ordinal)
            : name == statistic.Name;
    }

    private static Task UntilAsync(Stand stand, params string[] lines) => Poll.UntilAsync(
        lines[0],
        async () => (await ModuleLibrary.StatsAsync(stand.Envoy, "token_authz"))
            .Any(shown => lines.Any(line => shown.EndsWith($"token_authz_{line}", StringComparison.Ordinal))),
        () => stand.Envoy.Log);

    private static Task<int> TimeAsync(Stand stand, string what) =>
        ModuleLibrary.CountAsync(stand.Envoy, $"token_authz_config_last_{what}_timestamp_seconds");
}
