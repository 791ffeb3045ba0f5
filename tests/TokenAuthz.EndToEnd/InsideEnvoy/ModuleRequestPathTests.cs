using static TokenAuthz.EnvoyModule.EnvoyAbi;

namespace TokenAuthz.EndToEnd.InsideEnvoy;

/// <summary>The allocations and failures of a request within the module, which Envoy does not show.</summary>
[Collection(nameof(EnvoyStandIn))]
public sealed class ModuleRequestPathTests(EnvoyStandIn envoy)
{
    private const int Requests = 1_000;

    [Theory]
    [InlineData("allowed", true)]
    [InlineData("denied", false)]
    public void Allocates_nothing_when_a_request_is(string description, bool isAllowed)
    {
        Programs.Require("clang");
        for (var i = 0; i < Requests; i++)
            Assert.Equal(isAllowed ? (Iteration.Continue, 0) : (Iteration.Stop, 403), envoy.Pass("/"u8, TokenOf(isAllowed)));

        var allocated = Allocations.Of(() =>
        {
            for (var i = 0; i < Requests; i++) envoy.Pass("/"u8, TokenOf(isAllowed));
        });

        Assert.Equal((description, 0), (description, allocated));
    }

    [Theory]
    [InlineData("allowed", true)]
    [InlineData("denied", false)]
    public void Looks_up_path_and_token_once_each_when_a_request_is(string description, bool isAllowed)
    {
        Programs.Require("clang");

        envoy.Pass("/"u8, TokenOf(isAllowed));

        Assert.Equal((description, 2), (description, envoy.LookUps()));
    }

    [Promise(10)]
    [Promise(2)]
    [Fact]
    public void Denies_when_something_fails_within_it()
    {
        Programs.Require("clang");

        // No header is as long as the stand-in says, so that reading it throws.
        var passed = envoy.Pass("/"u8, "c64319d06364528120a9f96af62ea83d"u8, tokenLength: nuint.MaxValue);

        Assert.Equal((Iteration.Stop, 403), passed);
        Assert.Equal("error", envoy.Reason());
        Assert.Equal((Iteration.Continue, 0), envoy.Pass("/"u8, "c64319d06364528120a9f96af62ea83d"u8));
    }

    [Fact]
    public void Denies_what_has_no_target()
    {
        Programs.Require("clang");

        Assert.Equal((Iteration.Stop, 403), envoy.Pass([], "c64319d06364528120a9f96af62ea83d"u8));
        Assert.Equal("bad_request", envoy.Reason());
    }

    private static ReadOnlySpan<byte> TokenOf(bool isAllowed) =>
        isAllowed ? "c64319d06364528120a9f96af62ea83d"u8 : "064319d06364528120a9f96af62ea83d"u8;
}
