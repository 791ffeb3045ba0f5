namespace TokenAuthz.EndToEnd.InsideEnvoy;

/// <summary>Builds what tests need in C.</summary>
internal static class Compiler
{
    /// <summary>Builds a shared library.</summary>
    /// <param name="source">A file of this folder.</param>
    /// <param name="library">Where it goes.</param>
    public static async Task BuildAsync(string source, string library)
    {
        await using var compiler = ChildProcess.Start("clang", ["-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-o", library, Repository.PathOf($"tests/TokenAuthz.EndToEnd/InsideEnvoy/{source}")]);
        await compiler.WaitForExitAsync(CancellationToken.None);
        Assert.True(compiler.ExitCode == 0, compiler.Output);
    }
}
