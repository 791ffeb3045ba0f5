using System.Reflection;

namespace TokenAuthz.Tests.Commands;

public static class VersionAndHelpTests
{
    [Fact]
    public static async Task Prints_the_version_that_was_built()
    {
        var built = typeof(TokenAuthzService).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

        var result = await TokenAuthzProcess.RunAsync(["--version"]);

        // An image is built without the repository, and does not know the commit.
        Assert.Equal((0, built.Split('+')[0], ""), (result.ExitCode, result.Output.Trim().Split('+')[0], result.Error.Trim()));
    }

    [Fact]
    public static async Task Help_names_every_command_and_how_to_write_a_setting()
    {
        var result = await TokenAuthzProcess.RunAsync(["--help"]);

        Assert.Equal((0, ""), (result.ExitCode, result.Error.Trim()));
        Assert.All(
            ["  serve ", "  sign <URL> ", "  check-config ", "  healthcheck ", "--config <FILE>", "--environment <NAME>",
                "--TokenAuthz:DrainTime=00:00:05"],
            part => Assert.Contains(part, result.Output, StringComparison.Ordinal));
    }
}
