using TokenAuthz.EndToEnd.Harness;
using TokenAuthz.EndToEnd.Readme;

namespace TokenAuthz.EndToEnd.Envoy;

/// <summary>The shipped file unchanged, with its own ports and the default ports of the service, as the README shows them.</summary>
[Collection(nameof(FixedPorts))]
public sealed class ShippedFileTests
{
    [Fact]
    public async Task Answers_as_the_readme_says_when_the_file_is_untouched()
    {
        Programs.Require("envoy");
        await FixedPorts.RequireAsync(FixedPorts.Check, FixedPorts.Admin, FixedPorts.Gateway, FixedPorts.Application);
        await using var service = await AuthzService.StartAsync(8080, 8081);
        await using var envoy = await EnvoyGateway.StartShippedAsync();

        var missing = await RawHttp.SendAsync(10000, RawHttp.Request("GET", "/", token: null));
        var wrong = await RawHttp.SendAsync(10000, RawHttp.Request("GET", "/", Token.Wrong));
        var right = await RawHttp.SendAsync(10000, RawHttp.Request("GET", "/", "c64319d06364528120a9f96af62ea83d"));

        Assert.Equal(
            (403, "missing token", "text/plain", "missing_token"),
            (missing.Status, missing.Body, missing.Value("content-type"), missing.Value("x-auth-reason")));
        Assert.Equal(
            (403, "invalid token", "text/plain", "invalid_token"),
            (wrong.Status, wrong.Body, wrong.Value("content-type"), wrong.Value("x-auth-reason")));
        Assert.Equal((200, "GET / arrived; x-auth-key-id: -, x-auth-policy: -\n"), (right.Status, right.Body));
    }
}
