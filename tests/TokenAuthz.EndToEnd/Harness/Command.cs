namespace TokenAuthz.EndToEnd.Harness;

/// <summary>Programs that are run to their end.</summary>
internal static class Command
{
    /// <summary>Runs one that has to succeed: what it wrote.</summary>
    public static async Task<string> RunAsync(string program, params IEnumerable<string> arguments)
    {
        var (exitCode, output) = await TryAsync(program, arguments);
        Assert.True(exitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {exitCode}:\n{output}");
        return output;
    }

    /// <summary>Runs one that may fail: its exit code, and what it wrote.</summary>
    public static async Task<(int ExitCode, string Output)> TryAsync(string program, params IEnumerable<string> arguments)
    {
        await using var process = ChildProcess.Start(program, arguments);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, process.Output);
    }
}
