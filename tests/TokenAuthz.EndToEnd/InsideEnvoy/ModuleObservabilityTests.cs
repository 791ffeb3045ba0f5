using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.InsideEnvoy;

/// <summary>What an operator sees: counters, details in the access log, Envoy's log.</summary>
public sealed class ModuleObservabilityTests(ShadowModuleStand fixture) : IClassFixture<ShadowModuleStand>
{
    private readonly Stand _stand = fixture.Stand;

    [Theory]
    [InlineData("an allow", "/a", "/a", "token_authz_allowed", "via_upstream")]
    [InlineData("a wrong token", "/a", "/b", "token_authz_denied_invalid_token", "token_authz_invalid_token")]
    [InlineData("no token", "/a", null, "token_authz_denied_missing_token", "token_authz_missing_token")]
    [InlineData("a wrong token in shadow", "/shadow/a", "/b", "token_authz_shadowed_invalid_token", "via_upstream")]
    public async Task Counts_and_names_in_the_access_log(string description, string target, string? tokenOf, string counter, string details)
    {
        var before = await ModuleLibrary.CountAsync(_stand.Envoy, counter);

        await _stand.PassAsync(RawHttp.Request("GET", target, tokenOf is null ? null : Token.Of(tokenOf)));

        Assert.Equal((description, before + 1), (description, await ModuleLibrary.CountAsync(_stand.Envoy, counter)));
        await Poll.UntilAsync($"{description} is in the access log", () => _stand.Envoy.Log.Contains($"GET {target} {(details == "via_upstream" ? 200 : 403)} {details}", StringComparison.Ordinal), () => _stand.Envoy.Log);
    }

    [Fact]
    public async Task Says_at_load_which_Envoys_it_is_built_for() =>
        await Poll.UntilAsync("it does", () => _stand.Envoy.Log.Contains("built for Envoy 1.40 (ABI v0.2.0)", StringComparison.Ordinal), () => _stand.Envoy.Log);

    [Promise(7)]
    [Fact]
    public async Task Logs_a_denial_without_query_token_or_key()
    {
        const string Token = "00112233445566778899aabbccddeeff";

        await _stand.PassAsync(RawHttp.Request("GET", "/logged?sig=hidden", Token));

        await Poll.UntilAsync("it is logged", () => _stand.Envoy.Log.Contains("Denied invalid_token: filter token_authz, policy default, GET example.com /logged;", StringComparison.Ordinal), () => _stand.Envoy.Log);
        Assert.DoesNotContain(Token, _stand.Envoy.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", _stand.Envoy.Log, StringComparison.Ordinal);
    }
}
