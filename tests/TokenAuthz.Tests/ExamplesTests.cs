namespace TokenAuthz.Tests;

/// <summary>The service's configuration of each example is one that it starts with.</summary>
public static class ExamplesTests
{
    private const string FileName = "token-authz.json";

    public static TheoryData<string> Configurations => [.. Repository.Find("examples", FileName)];

    [Theory]
    [MemberData(nameof(Configurations))]
    public static async Task Configuration_loads_and_denies_nobody_out_of_hand(string file)
    {
        var environment = new Dictionary<string, string> { ["TokenAuthz__Secret"] = "a-key-of-the-examples-7f31" };

        var result = await TokenAuthzProcess.RunAsync(["check-config", "--config", Repository.PathOf(file)], environment);

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Contains("keys       default (", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("denies all", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("warning", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public static void Every_example_has_a_configuration_and_a_page()
    {
        var folders = Directory.GetDirectories(Repository.PathOf("examples"));

        Assert.All(folders, folder => Assert.Superset(new HashSet<string> { FileName, "README.md" }, Names(folder)));

        static HashSet<string> Names(string folder) => [.. Directory.GetFiles(folder).Select(file => Path.GetFileName(file))];
    }
}
