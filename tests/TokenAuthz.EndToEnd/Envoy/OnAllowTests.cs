using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.Envoy;

/// <summary>The upstream learns the key and the policy of an allowed request.</summary>
public abstract class OnAllowTests : StandTests
{
    private protected OnAllowTests(StandFixture fixture, Way way)
        : base(fixture, new(way, "OnAllow:KeyId=true", "OnAllow:Policy=true", "OnAllow:RemoveToken=true"))
    {
    }

    [Theory]
    [InlineData("sends none of its own", "")]
    [InlineData("forges them", "x-auth-key-id: admin\r\nx-auth-policy: all\r\n")]
    [InlineData("forges them twice", "x-auth-key-id: admin\r\nX-AUTH-KEY-ID: root\r\nx-auth-policy: all\r\nx-auth-policy: none\r\n")]
    public async Task Tells_key_and_policy_and_removes_the_token_when_the_client(string description, string headers)
    {
        var passage = await Stand.PassAsync(RawHttp.Request("GET", "/told", Token.Of("/told"), headers));

        Assert.NotEmpty(description);
        passage.AssertAllowed();
        Assert.Equal("default", passage.Arrived!.Headers["x-auth-key-id"]);
        Assert.Equal("default", passage.Arrived.Headers["x-auth-policy"]);
        Assert.DoesNotContain("token", passage.Arrived.Headers.Keys, StringComparer.OrdinalIgnoreCase);
    }
}
