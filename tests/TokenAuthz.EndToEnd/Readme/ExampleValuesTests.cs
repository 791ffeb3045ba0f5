namespace TokenAuthz.EndToEnd.Readme;

/// <summary>The values of an example in Kubernetes are values of the chart, and make the listeners that its other files ask.</summary>
public sealed class ExampleValuesTests
{
    public static TheoryData<string> Values { get; } = [.. Repository.Find("examples", "values.yaml")];

    [Theory]
    [MemberData(nameof(Values))]
    public async Task Render_the_listeners_of_the_example(string values)
    {
        Programs.Require("helm");
        await using var helm = ChildProcess.Start(
            "helm", ["template", "token-authz", Repository.PathOf("charts/token-authz"), "-f", Repository.PathOf(values)]);
        await helm.WaitForExitAsync(TestContext.Current.CancellationToken);

        Expect.Equal(0, helm.ExitCode, $"{values}: {helm.Output}");
        var folder = Path.GetDirectoryName(values)!;
        Assert.Contains($"-f values.yaml", Repository.Read(Path.Combine(folder, "README.md")), StringComparison.Ordinal);
        foreach (var kind in (string[])["ext-authz", "ext-authz-grpc", "ingress-nginx"])
        {
            var settings = Repository.Read(Path.Combine(folder, "token-authz.json"));
            var isListed = settings.Contains($"\"Kind\": \"{kind}\"", StringComparison.Ordinal);
            Expect.Equal(isListed, helm.StandardOutput.Contains($"\"Kind\": \"{kind}\"", StringComparison.Ordinal), $"{values}: {kind}");
        }
    }

    [Fact]
    public void Are_those_of_every_example_in_Kubernetes() => Assert.Equal(3, Values.Count);
}
