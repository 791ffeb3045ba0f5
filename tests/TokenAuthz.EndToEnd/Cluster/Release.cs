using System.Globalization;

namespace TokenAuthz.EndToEnd.Cluster;

/// <summary>An installation of the chart, with the image that the Dockerfile makes.</summary>
internal sealed class Release(string name, string nameSpace)
{
    private const string Selector = "app.kubernetes.io/name=token-authz,app.kubernetes.io/instance=";

    private static readonly string Chart = Path.Combine(AppContext.BaseDirectory, "charts", "token-authz");

    // Where the cluster has it from is the cluster's; .ci/image makes it under this name.
    private static readonly string[] Image = (Environment.GetEnvironmentVariable("TOKEN_AUTHZ_IMAGE") ?? "localhost/token-authz:ci").Split(':');

    /// <summary>Of its Deployment and its Service, the chart's name being in the release's.</summary>
    public string Name => name;

    /// <summary>The values files that come with the chart, by what their names begin with.</summary>
    public static IEnumerable<string> ValuesFiles => Directory.EnumerateFiles(Path.Combine(Chart, "ci")).Select(file => Path.GetFileName(file).Replace("-values.yaml", "", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    /// <summary>One of them.</summary>
    public static string[] ValuesOf(string file) => ["--values", Path.Combine(Chart, "ci", $"{file}-values.yaml")];

    /// <summary>Writes into a folder what values make, but for the Pod of <c>helm test</c>, which needs the rest to be there.</summary>
    public async Task RenderAsync(string folder, params IEnumerable<string> values) =>
        await Command.RunAsync("helm", ["template", name, Chart, "-n", nameSpace, "--skip-tests", "--output-dir", folder, .. values]);

    /// <summary>Installs it, or changes it to these values, and waits until its Pods are ready.</summary>
    public Task UpgradeAsync(params IEnumerable<string> values) => HelmAsync(
        ["upgrade", name, Chart, "--install", "--reset-values", "--wait", "--timeout", Kubectl.Timeout, "--set", $"image.repository={Image[0]},image.tag={Image[1]}", .. values]);

    public Task RollbackAsync(int revision) => HelmAsync(["rollback", name, revision.ToString(CultureInfo.InvariantCulture), "--wait", "--timeout", Kubectl.Timeout]);

    /// <summary>The number of its last change.</summary>
    public async Task<int> RevisionAsync() =>
        int.Parse(await Kubectl.RunAsync("get", "secrets", "-n", nameSpace, "-l", $"owner=helm,name={name},status=deployed", "-o", "jsonpath={.items[0].metadata.labels.version}"), CultureInfo.InvariantCulture);

    /// <summary>Runs its <c>helm test</c>: the exit code, and what it said.</summary>
    public Task<(int ExitCode, string Output)> TestAsync() => Command.TryAsync("helm", ["test", name, "-n", nameSpace, "--logs", "--timeout", "30s"]);

    public async Task RestartAsync()
    {
        await Kubectl.RunAsync("rollout", "restart", $"deployment/{name}", "-n", nameSpace);
        await UntilRolledOutAsync();
    }

    public Task UntilRolledOutAsync() => Kubectl.RunAsync("rollout", "status", $"deployment/{name}", "-n", nameSpace, $"--timeout={Kubectl.Timeout}");

    public Task<IReadOnlyList<Pod>> PodsAsync() => Kubectl.PodsAsync(nameSpace, Selector + name);

    /// <summary>
    /// Has the kubelet look at the Pods now, as any change of them does: what a Secret or a ConfigMap has is then in their
    /// files, for which it takes up to a minute otherwise.
    /// </summary>
    public Task RefreshFilesAsync() => Kubectl.RunAsync("annotate", "pods", "-n", nameSpace, "-l", Selector + name, "--overwrite", $"token-authz/refreshed={Guid.NewGuid():N}");

    public Task UninstallAsync() => HelmAsync(["uninstall", name]);

    private async Task HelmAsync(IEnumerable<string> arguments) => await Command.RunAsync("helm", [.. arguments, "-n", nameSpace]);
}
