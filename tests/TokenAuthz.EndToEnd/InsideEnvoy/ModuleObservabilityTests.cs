using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.InsideEnvoy;

/// <summary>An operator sees each verdict in a counter, in the access log and in Envoy's log.</summary>
public sealed class ModuleObservabilityTests(StandFixture fixture) : StandTests(fixture, ShadowOptions), IClassFixture<StandFixture>
{
    private static StandOptions ShadowOptions { get; } = new(
        Way.Inside, "Log:DenialsPerSecond=1000000",
        "Policies:0:Name=shadow", "Policies:0:Paths:0=/shadow/", "Policies:0:Mode=Shadow", "Policies:1:Name=default");

    [Theory]
    [InlineData("an allow", "/a", "/a", "token_authz_allowed", "via_upstream")]
    [InlineData("a wrong token", "/a", "/b", "token_authz_denied_invalid_token", "token_authz_invalid_token")]
    [InlineData("no token", "/a", null, "token_authz_denied_missing_token", "token_authz_missing_token")]
    [InlineData("a wrong token in shadow", "/shadow/a", "/b", "token_authz_shadowed_invalid_token", "via_upstream")]
    public async Task Counts_and_names_in_the_access_log(string description, string target, string? tokenOf, string counter, string details)
    {
        var before = await ModuleLibrary.CountAsync(Stand.Envoy, counter);

        await Stand.PassAsync(RawHttp.Request("GET", target, tokenOf is null ? null : Token.Of(tokenOf)));

        Assert.Equal((description, before + 1), (description, await ModuleLibrary.CountAsync(Stand.Envoy, counter)));
        await Poll.UntilAsync(
            $"{description} is in the access log",
            () => Stand.Envoy.Log.Contains($"GET {target} {(details == "via_upstream" ? 200 : 403)} {details}", StringComparison.Ordinal),
            () => Stand.Envoy.Log);
    }

    [Fact]
    public async Task Says_at_load_which_Envoys_it_is_built_for() =>
        await Poll.UntilContainsAsync("built for Envoy 1.40 (ABI v0.2.0)", () => Stand.Envoy.Log);

    [Promise(7)]
    [Fact]
    public async Task Logs_a_denial_without_query_token_or_key()
    {
        const string Token = "00112233445566778899aabbccddeeff";

        await Stand.PassAsync(RawHttp.Request("GET", "/logged?sig=hidden", Token));

        await Poll.UntilContainsAsync(
            "Denied invalid_token (wrong_signature): filter token_authz, policy default, scheme token-header, GET example.com /logged, " +
                "peer 127.0.0.1:",
            () => Stand.Envoy.Log);
        Assert.DoesNotContain(Token, Stand.Envoy.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", Stand.Envoy.Log, StringComparison.Ordinal);
    }
}
