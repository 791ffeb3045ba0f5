using TokenAuthz.Engine.Checks;
using TokenAuthz.Engine.Snapshots;
using TokenAuthz.Signing;
using TokenAuthz.Tests.Engine.Policies;
using TokenAuthz.Tests.Signing;

namespace TokenAuthz.Tests.Engine.Checks;

/// <summary>What an allow changes in the headers of the request.</summary>
public static class UpstreamHeadersTests
{
    private static readonly OnAllowSettings All = new(KeyId: true, Policy: true, RemoveToken: true);

    [Theory]
    [InlineData(false, false, false, "", "")]
    [InlineData(true, false, false, "x-auth-key-id: default", "")]
    [InlineData(false, true, false, "x-auth-policy: default", "")]
    [InlineData(false, false, true, "", "token")]
    [InlineData(true, true, true, "x-auth-key-id: default, x-auth-policy: default", "token")]
    public static void Are_those_that_the_settings_name(bool keyId, bool policy, bool removeToken, string set, string removed)
    {
        var request = new TestRequest("/a") { Headers = [new("token", Token.Of("/a", PolicySamples.Secret))] };
        var decision = new PolicySamples().Decide(request);

        var headers = new UpstreamHeaders(new(keyId, policy, removeToken), decision.Policy, decision.Key);

        Assert.Equal((set, removed), (SetBy(headers), string.Join(", ", headers.Removed)));
    }

    [Fact]
    public static void Are_set_to_nothing_when_the_policy_asks_for_no_token()
    {
        var decision = new PolicySamples("Policies:0:Name=open", "Policies:0:Action=Allow").Decide(new("/a"));

        var headers = new UpstreamHeaders(All, decision.Policy, decision.Key);

        Assert.Equal("x-auth-key-id: , x-auth-policy: open", SetBy(headers));
        Assert.Empty(headers.Removed);
    }

    [Fact]
    public static void Are_none_when_a_request_is_denied()
    {
        Assert.Equal("", SetBy(default(Decision).Deny(DenyCause.Expired).UpstreamHeaders));
        Assert.Empty(default(Decision).UpstreamHeaders.Removed);
    }

    private static string SetBy(UpstreamHeaders headers) =>
        string.Join(", ", headers.Set.ToArray().Select(header => $"{header.Name}: {header.Value}"));
}
