namespace TokenAuthz.EndToEnd.Harness;

/// <summary>The programs that tests run against, found on PATH.</summary>
internal static class Programs
{
    private static readonly bool InCi = Environment.GetEnvironmentVariable("CI") == "true";

    public static string? Find(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);

    /// <summary>Skips the running test on a machine without the program; in CI its absence is a failure.</summary>
    public static void Require(string name) => Unless(Find(name) is not null, $"{name} is not on PATH.");

    /// <summary>Skips the running test when something it needs is not there; in CI that is a failure.</summary>
    public static void Unless(bool available, string reason)
    {
        if (available) return;
        if (InCi) Assert.Fail($"{reason} With CI=true nothing may be missing.");
        Assert.Skip(reason);
    }
}
