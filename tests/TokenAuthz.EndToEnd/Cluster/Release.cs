using System.Globalization;

namespace TokenAuthz.EndToEnd.Cluster;

/// <summary>An installation of the chart, with the image that the Dockerfile makes.</summary>
internal sealed class Release(string name, string nameSpace)
{
    /// <summary>Values that save the time of an upgrade, for tests that are not about it.</summary>
    public const string Hasty = "minReadySeconds=0";

    /// <summary>Values that save the time of an uninstallation as well.</summary>
    public const string Brief = $"{Hasty},preStopSeconds=0,drainSeconds=0";

    private const string Selector = "app.kubernetes.io/name=token-authz,app.kubernetes.io/instance=";

    private static readonly string Chart = Path.Combine(AppContext.BaseDirectory, "charts", "token-authz");

    // .ci/image makes the image under this name; the cluster has it from there.
    private static readonly string[] Image = ImageName.Split(':');

    /// <summary>The image's name with its tag.</summary>
    public static string ImageName => Environment.GetEnvironmentVariable("TOKEN_AUTHZ_IMAGE") ?? "localhost/token-authz:ci";

    /// <summary>The name of the Deployment and of the Service: the release's, because the chart's name is in it.</summary>
    public string Name => name;

    /// <summary>The chart's files of values, by the beginnings of their names.</summary>
    public static IEnumerable<string> ValuesFiles => Directory.EnumerateFiles(Path.Combine(Chart, "ci"))
        .Select(file => Path.GetFileName(file).Replace("-values.yaml", "", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal);

    /// <summary>The options of helm for a file of values.</summary>
    public static string[] ValuesOf(string file) => ["--values", Path.Combine(Chart, "ci", $"{file}-values.yaml")];

    /// <summary>Writes the objects of some values into a folder, without the Pod
    /// of <c>helm test</c>, which needs the others in the cluster.</summary>
    public async Task RenderAsync(string folder, params IEnumerable<string> values) =>
        await Command.RunAsync("helm", ["template", name, Chart, "-n", nameSpace, "--skip-tests", "--output-dir", folder, .. values]);

    /// <summary>Installs the release or changes its values, and waits until its Pods are ready.</summary>
    public Task UpgradeAsync(params IEnumerable<string> values) => HelmAsync(UpgradeOf(values));

    /// <summary>The same where Helm may refuse.</summary>
    /// <returns>The exit code and the output.</returns>
    public Task<(int ExitCode, string Output)> TryUpgradeAsync(params IEnumerable<string> values) =>
        Command.TryAsync("helm", [.. UpgradeOf(values), "-n", nameSpace]);

    public Task RollbackAsync(int revision) =>
        HelmAsync(["rollback", name, revision.ToString(CultureInfo.InvariantCulture), "--wait", "--timeout", Kubectl.Timeout]);

    /// <summary>The number of the release's last change.</summary>
    public async Task<int> RevisionAsync() =>
        int.Parse(
            await Kubectl.RunAsync(
                "get", "secrets", "-n", nameSpace, "-l", $"owner=helm,name={name},status=deployed", "-o",
                "jsonpath={.items[0].metadata.labels.version}"),
            CultureInfo.InvariantCulture);

    /// <summary>Runs <c>helm test</c>.</summary>
    /// <returns>The exit code and the output.</returns>
    public Task<(int ExitCode, string Output)> TestAsync() =>
        Command.TryAsync("helm", ["test", name, "-n", nameSpace, "--logs", "--timeout", "30s"]);

    public async Task RestartAsync()
    {
        await Kubectl.RunAsync("rollout", "restart", $"deployment/{name}", "-n", nameSpace);
        await UntilRolledOutAsync();
    }

    public Task UntilRolledOutAsync() =>
        Kubectl.RunAsync("rollout", "status", $"deployment/{name}", "-n", nameSpace, $"--timeout={Kubectl.Timeout}");

    public Task<IReadOnlyList<Pod>> PodsAsync() => Kubectl.PodsAsync(nameSpace, Selector + name);

    /// <summary>
    /// Changes the Pods, so that the kubelet writes Secrets and ConfigMaps into their files now; by itself it takes up to a
    /// minute.
    /// </summary>
    public Task RefreshFilesAsync() => Kubectl.RunAsync(
        "annotate", "pods", "-n", nameSpace, "-l", Selector + name, "--overwrite", $"token-authz/refreshed={Guid.NewGuid():N}");

    public Task UninstallAsync() => HelmAsync(["uninstall", name, "--wait", "--timeout", Kubectl.Timeout]);

    private string[] UpgradeOf(IEnumerable<string> values) =>
    [
        "upgrade", name, Chart, "--install", "--reset-values", "--wait", "--timeout", Kubectl.Timeout, "--set",
        $"image.repository={Image[0]},image.tag={Image[1]}", .. values,
    ];

    private async Task HelmAsync(IEnumerable<string> arguments) => await Command.RunAsync("helm", [.. arguments, "-n", nameSpace]);
}
