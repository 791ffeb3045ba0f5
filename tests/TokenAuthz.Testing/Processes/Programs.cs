namespace TokenAuthz.Testing.Processes;

/// <summary>Finds the programs that tests run against on PATH.</summary>
internal static class Programs
{
    private static readonly bool InCi = Environment.GetEnvironmentVariable("CI") == "true";

    public static string? Find(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);

    public static bool AreThere(IEnumerable<string> names) => names.All(name => Find(name) is not null);

    /// <summary>Skips the running test on a machine that lacks one of the programs; with CI=true the test fails.</summary>
    public static void Require(params IEnumerable<string> names)
    {
        foreach (var name in names) Unless(Find(name) is not null, $"{name} is not on PATH.");
    }

    /// <summary>Skips the running test unless its condition is true; with CI=true the test fails.</summary>
    public static void Unless(bool available, string reason)
    {
        if (available) return;
        if (InCi) Assert.Fail($"{reason} With CI=true nothing may be missing.");
        Assert.Skip(reason);
    }
}
