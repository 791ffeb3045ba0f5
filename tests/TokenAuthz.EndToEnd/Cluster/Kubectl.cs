using System.Text.Json;

namespace TokenAuthz.EndToEnd.Cluster;

/// <summary>The cluster that KUBECONFIG names.</summary>
internal static class Kubectl
{
    /// <summary>The longest wait of any command.</summary>
    public const string Timeout = "90s";

    public static Task<string> RunAsync(params IEnumerable<string> arguments) => Command.RunAsync("kubectl", arguments);

    /// <summary>Makes the objects of a file of the suite.</summary>
    public static Task ApplyAsync(string file) =>
        RunAsync("apply", "--server-side", "-f", Path.Combine(AppContext.BaseDirectory, "Cluster", file));

    public static async Task<bool> ExistsAsync(params IEnumerable<string> resource) =>
        (await Command.TryAsync("kubectl", ["get", .. resource])).ExitCode == 0;

    /// <summary>The Pods of a namespace with a label that run and are not about to end.</summary>
    public static async Task<IReadOnlyList<Pod>> PodsAsync(string nameSpace, string selector)
    {
        const string Columns =
            """{range .items[*]}{.metadata.name} {.metadata.uid} {.status.podIP} {.metadata.deletionTimestamp}{"\n"}{end}""";
        var pods = await RunAsync(
            "get", "pods", "-n", nameSpace, "-l", selector, "--field-selector=status.phase=Running", "-o", $"jsonpath={Columns}");
        return [.. pods.Split('\n')
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(pod => pod.Length == 3)
            .Select(pod => new Pod(pod[0], pod[1], pod[2]))];
    }

    /// <summary>The address of the cluster's DNS, as its nodes tell their Pods.</summary>
    public static async Task<string> DnsAsync()
    {
        var node = await RunAsync("get", "nodes", "-o", "jsonpath={.items[0].metadata.name}");
        using var settings = JsonDocument.Parse(await RunAsync("get", "--raw", $"/api/v1/nodes/{node}/proxy/configz"));
        return settings.RootElement.GetProperty("kubeletconfig").GetProperty("clusterDNS")[0].GetString()!;
    }
}
