namespace TokenAuthz.EndToEnd.Gateways;

/// <summary>
/// Traefik and Caddy ask about the path that earlier middlewares leave: the check has to stand in front of those that change the path, as
/// docs/gateways.md has it, or the token that the client made for its own path is denied.
/// </summary>
public sealed class MiddlewareOrderTests
{
    private const string Strip = """
          middlewares:
            strip: { stripPrefix: { prefixes: [/api] } }
        """;

    public static TheoryData<string, Gateway, string, string, bool> Orders => new()
    {
        { "the check first", TraefikTests.Gateway, "middlewares: [token-authz]", "middlewares: [token-authz, strip]", true },
        { "the check last", TraefikTests.Gateway, "middlewares: [token-authz]", "middlewares: [strip, token-authz]", false },
        { "the check first", CaddyTests.Gateway, "\t\treverse_proxy", "\t\turi strip_prefix /api\n\t\treverse_proxy", true },
        { "the check last", CaddyTests.Gateway, "\t\tforward_auth", "\t\turi strip_prefix /api\n\t\tforward_auth", false },
        { "handle_path around both", CaddyTests.Gateway, "\troute {", "\trespond / 403\n\thandle_path /api/* {", false },
    };

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task Takes_the_token_of_the_client_s_path_only_behind_nothing_that_changes_it(
        string description, Gateway gateway, string text, string instead, bool isRight)
    {
        await using var stand = await GatewayStand.StartAsync(gateway, file => file
            .Replace(text, instead, StringComparison.Ordinal)
            .Replace("\n  middlewares:", $"\n{Strip}", StringComparison.Ordinal));

        var passage = await stand.PassAsync(RawHttp.Request("GET", "/api/a", Token.Of("/api/a")));
        var stripped = await stand.PassAsync(RawHttp.Request("GET", "/api/a", Token.Of("/a")));

        if (isRight) passage.AssertAllowed(description);
        else passage.AssertDenied("invalid token");
        Expect.Equal(isRight ? 403 : 200, stripped.Answer.Status, description);
        Assert.Equal("/a", (isRight ? passage : stripped).Arrived!.Target);
    }
}
