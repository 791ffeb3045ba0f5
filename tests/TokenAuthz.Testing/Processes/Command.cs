namespace TokenAuthz.Testing.Processes;

/// <summary>Runs programs to their end.</summary>
internal static class Command
{
    /// <summary>Runs a program that has to succeed.</summary>
    /// <returns>Both of its streams.</returns>
    public static async Task<string> RunAsync(string program, params IEnumerable<string> arguments)
    {
        var (exitCode, output) = await TryAsync(program, arguments);
        Assert.True(exitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {exitCode}, not 0:\n{output}");
        return output;
    }

    /// <summary>Runs a program that may fail.</summary>
    /// <returns>Its exit code and both of its streams.</returns>
    public static async Task<(int ExitCode, string Output)> TryAsync(string program, params IEnumerable<string> arguments)
    {
        await using var process = ChildProcess.Start(program, arguments);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, process.Output);
    }
}
