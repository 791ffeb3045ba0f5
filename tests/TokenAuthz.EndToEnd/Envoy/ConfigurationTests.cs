using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.Envoy;

/// <summary>Envoy itself validates the shipped file.</summary>
public sealed class ConfigurationTests
{
    [Fact]
    public async Task Is_valid_without_a_warning_when_Envoy_validates_it()
    {
        Programs.Require("envoy");
        await using var envoy =
            ChildProcess.Start("envoy", ["--mode", "validate", "--disable-hot-restart", "--log-level", "warning", "-c", EnvoyFile.Shipped]);

        await envoy.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(0, envoy.ExitCode);
        Assert.DoesNotContain("[warning]", envoy.Output, StringComparison.Ordinal);
    }
}
