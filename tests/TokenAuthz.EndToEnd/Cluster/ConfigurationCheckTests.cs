namespace TokenAuthz.EndToEnd.Cluster;

/// <summary>Helm has the configuration checked before it changes anything.</summary>
[Collection(nameof(ClusterSuite))]
public sealed class ConfigurationCheckTests(ClusterFixture cluster)
{
    private const string Broken = """policies=[{"name":"video","scheme":"none-such"}]""";

    private const string Why = "TokenAuthz:Policies:0:scheme = \"none-such\": there is no such scheme";

    private static readonly string[] Values =
        ["--set", $"keys.existingSecret=token-authz-keys,keys.allowWeak=true,replicaCount=1,{Release.Brief}"];

    private static readonly string[] FirstTry = ["--set", $"keys.values.first=a-key-for-a-first-try,replicaCount=1,{Release.Brief}"];

    [Fact]
    public async Task An_upgrade_with_a_broken_policy_says_so_and_changes_nothing()
    {
        cluster.Require();
        var release = new Release("checked-token-authz", ClusterFixture.Namespace);
        await release.UpgradeAsync(Values);
        var before = await StateAsync(release);

        var (exitCode, output) = await release.TryUpgradeAsync([.. Values, "--set", "log.level=Warning", "--set-json", Broken]);

        Assert.NotEqual(0, exitCode);
        Assert.Contains(Why, output.Replace("\\\"", "\"", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(before, await StateAsync(release));
        var pod = (await release.PodsAsync()).Single();
        Assert.Equal(200, (await pod.CheckAsync("/a", Token.Of("/a")))?.Status);

        await release.UpgradeAsync([.. Values, "--set", "log.level=Warning"]);
        Assert.Equal("", await CheckObjectsAsync(release));
        await release.UninstallAsync();
    }

    [Fact]
    public async Task An_installation_with_a_broken_policy_makes_nothing()
    {
        cluster.Require();
        var release = new Release("first-token-authz", ClusterFixture.Namespace);

        var (exitCode, output) = await release.TryUpgradeAsync([.. FirstTry, "--set-json", Broken]);

        Assert.NotEqual(0, exitCode);
        Assert.Contains(Why, output.Replace("\\\"", "\"", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.False(await Kubectl.ExistsAsync("deployment", release.Name, "-n", ClusterFixture.Namespace));
        Assert.Contains(Why, await TerminationMessageAsync(release), StringComparison.Ordinal);

        // The Secret of the keys is the chart's own, which is not there yet when they are checked.
        await release.UpgradeAsync(FirstTry);
        Assert.Equal("", await CheckObjectsAsync(release));
        await release.UninstallAsync();
    }

    [Fact]
    public async Task Schemes_and_policies_may_be_in_a_ConfigMap_of_ones_own()
    {
        cluster.Require();
        var release = new Release("own-token-authz", ClusterFixture.Namespace);
        const string Policies = """{"TokenAuthz":{"Policies":[{"Name":"open","Paths":["/open/"],"Action":"Allow"},{"Name":"a"}]}}""";
        await Kubectl.RunAsync(
            "create", "configmap", "own-policies", "-n", ClusterFixture.Namespace, $"--from-literal=token-authz.json={Policies}");

        await release.UpgradeAsync([.. Values, "--set", "config.existingConfigMap=own-policies"]);

        var pod = (await release.PodsAsync()).Single();
        Assert.Equal(200, (await pod.CheckAsync("/open/a", token: null))?.Status);
        Assert.Equal(403, (await pod.CheckAsync("/a", token: null))?.Status);
        Assert.Equal(200, (await pod.CheckAsync("/a", Token.Of("/a")))?.Status);
        var (exitCode, output) = await release.TestAsync();
        Expect.Equal(0, exitCode, output);
        await release.UninstallAsync();
    }

    private static async Task<string> StateAsync(Release release) =>
        await Kubectl.RunAsync(
            "get", "configmap,deployment", "-n", ClusterFixture.Namespace, "-l", $"app.kubernetes.io/instance={release.Name}", "-o",
            "jsonpath={range .items[*]}{.metadata.name} {.metadata.uid} {.data} {.spec}{end}")
        + string.Join(' ', (await release.PodsAsync()).Select(pod => pod.Uid));

    private static Task<string> CheckObjectsAsync(Release release) => Kubectl.RunAsync(
        "get", "configmap,secret,job", "-n", ClusterFixture.Namespace, "-o", "name", "--field-selector",
        $"metadata.name={release.Name}-check");

    // What `kubectl describe pod` shows.
    private static Task<string> TerminationMessageAsync(Release release) => Kubectl.RunAsync(
        "get", "pods", "-n", ClusterFixture.Namespace, "-l", $"job-name={release.Name}-check", "-o",
        "jsonpath={.items[0].status.containerStatuses[0].state.terminated.message}");
}
