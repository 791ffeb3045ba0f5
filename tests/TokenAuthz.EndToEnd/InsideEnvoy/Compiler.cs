namespace TokenAuthz.EndToEnd.InsideEnvoy;

/// <summary>Builds the C code of the tests.</summary>
internal static class Compiler
{
    /// <summary>Builds a shared library.</summary>
    /// <param name="source">A file of this folder.</param>
    /// <param name="library">The path of the library.</param>
    public static async Task BuildAsync(string source, string library)
    {
        await using var compiler = ChildProcess.Start(
            "clang",
            ["-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-o", library,
                Repository.PathOf($"tests/TokenAuthz.EndToEnd/InsideEnvoy/{source}")]);
        await compiler.WaitForExitAsync(CancellationToken.None);
        Expect.Equal(0, compiler.ExitCode, compiler.Output);
    }
}
