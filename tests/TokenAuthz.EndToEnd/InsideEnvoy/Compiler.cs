namespace TokenAuthz.EndToEnd.InsideEnvoy;

/// <summary>Builds the C code of the tests.</summary>
internal static class Compiler
{
    /// <summary>Builds a shared library.</summary>
    /// <param name="library">The path of the library.</param>
    /// <param name="sources">Files of the checkout.</param>
    public static async Task BuildAsync(string library, params string[] sources)
    {
        await using var compiler = ChildProcess.Start(
            "clang",
            ["-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-o", library, .. sources.Select(Repository.PathOf)]);
        await compiler.WaitForExitAsync(CancellationToken.None);
        Expect.Equal(0, compiler.ExitCode, compiler.Output);
    }
}
