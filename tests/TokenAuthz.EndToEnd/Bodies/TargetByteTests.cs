using System.Collections.Immutable;
using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.Bodies;

/// <summary>
/// Targets of any bytes, which HTTP/2 can carry. Envoy asks about <c>!</c> in the place of each byte that is not UTF-8, so that the
/// shipped files refuse such a target; by gRPC the service sees the target as it was sent, and denies it.
/// </summary>
[Promise(4)]
public sealed class TargetByteTests
{
    /// <summary>The target that is sent, and the target of its token.</summary>
    private static readonly ImmutableArray<(string Target, string Signed)> Targets =
    [
        ("/a\u00ff", "/a!"),
        ("/\u00ff\u00ff/secret", "/!!/secret"),
        ("/a?x=\u00ff", "/a?x=!"),
        ("/a\u0080", "/a!"),
        ("/a\u00c3", "/a!"),
        ("/a?x=\u00c3\u00a9", "/a?x=\u00c3\u00a9"),
    ];

    [Theory]
    [InlineData("HTTP", false)]
    [InlineData("HTTP", true)]
    [InlineData("gRPC", false)]
    [InlineData("gRPC", true)]
    public async Task Refuses_a_target_that_is_not_ASCII(string way, bool isNormalizing)
    {
        await using var stand = await Stand.StartAsync(new(Way.Of(way)) { IsFailingOpen = true, IsNormalizing = isNormalizing });

        foreach (var (target, signed) in Targets) Assert.Equal(403, await RawHttp2.GetAsync(stand.Envoy.Port, target, Token.Of(signed)));

        Assert.Equal(0, stand.Upstream.Connections);
        Assert.Equal(200, await RawHttp2.GetAsync(stand.Envoy.Port, "/a!?x=!", Token.Of("/a!?x=!")));
        Assert.Equal("/a!?x=!", Assert.Single(stand.Upstream.Requests).Target);
    }

    [Fact]
    public async Task Denies_by_gRPC_a_target_that_Envoy_had_to_change_when_the_file_lets_it_through()
    {
        await using var stand =
            await Stand.StartAsync(new(Way.Grpc) { IsFailingOpen = true, Configure = file => file.WithoutTargetRule() });

        Assert.Equal(403, await RawHttp2.GetAsync(stand.Envoy.Port, "/a\u00ff", Token.Of("/a!")));
        Assert.Equal(403, await RawHttp2.GetAsync(stand.Envoy.Port, "/a?x=\u00ff", Token.Of("/a?x=!")));
        Assert.Equal(0, stand.Upstream.Connections);
        Assert.Equal(2, await stand.Service.CountAsync("token_authz_decisions_total{", "reason=\"bad_request\""));
    }

    [Fact]
    public async Task Would_let_pass_by_HTTP_a_target_that_Envoy_had_to_change_when_the_file_lets_it_through()
    {
        // The rule of the shipped file is there because of this.
        await using var stand =
            await Stand.StartAsync(new(Way.Http) { IsFailingOpen = true, Configure = file => file.WithoutTargetRule() });

        await RawHttp2.GetAsync(stand.Envoy.Port, "/a\u00ff", Token.Of("/a!"));

        // The upstream of the tests refuses the request; other upstreams do not.
        Assert.Equal((1, 1), (await stand.Service.DecisionsAsync("allow"), stand.Upstream.Connections));
    }
}
