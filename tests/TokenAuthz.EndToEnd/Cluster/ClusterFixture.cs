namespace TokenAuthz.EndToEnd.Cluster;

/// <summary>
/// A namespace that takes hardened Pods only, with an application, the release that gateways ask, and a release that is rolled and
/// whose keys rotate. Without a cluster it is empty, and each test is skipped.
/// </summary>
public sealed class ClusterFixture : IAsyncLifetime
{
    /// <summary>The namespace of all objects, which is that of the examples.</summary>
    public const string Namespace = "token-authz";

    /// <summary>The Secret of the release that is rolled.</summary>
    public const string RollingKeys = "rolling-keys";

    /// <summary>The key in it that always stays.</summary>
    public const string Standing = "the-standing-key-40b2";

    // The namespace of the Gateway that Envoy Gateway serves.
    private const string EdgeNamespace = "edge";

    /// <summary>The label by which a cluster allows the suite, whose policies deny the requests of all that its gateways serve.</summary>
    private const string Mark = "token-authz-tests=allowed";

    private string? _missing;
    private bool _isNamespaceOurs;

    /// <summary>The release that gateways ask, with the key <c>secret</c>.</summary>
    internal Release Steady { get; } = new("token-authz", Namespace);

    /// <summary>The release that an Envoy of this machine asks by a headless Service.</summary>
    internal Release Rolling { get; } = new("rolling-token-authz", Namespace);

    public async ValueTask InitializeAsync()
    {
        _missing = await MissingAsync();
        if (_missing is not null) return;

        // Namespaces that a former run left are about to go; a namespace that stays is not the suite's.
        await Kubectl.RunAsync(
            "wait", "--for=delete", $"namespace/{Namespace}", $"namespace/{EdgeNamespace}", $"--timeout={Kubectl.Timeout}");
        await Kubectl.RunAsync("create", "namespace", Namespace);
        _isNamespaceOurs = true;
        await Kubectl.RunAsync("create", "namespace", EdgeNamespace);
        await Kubectl.RunAsync(
            "label", "namespace", Namespace, "pod-security.kubernetes.io/enforce=restricted", "pod-security.kubernetes.io/warn=restricted");
        await Kubectl.RunAsync(
            "create", "secret", "generic", "token-authz-keys", "-n", Namespace, $"--from-literal=default={Token.Secret}");
        await Kubectl.RunAsync(
            "create", "secret", "generic", RollingKeys, "-n", Namespace, $"--from-literal=standing={Standing}",
            $"--from-literal={RotationTests.Old.Id}={RotationTests.Old.Secret}");
        await Kubectl.ApplyAsync("application.yaml");
        await Task.WhenAll(
            Steady.UpgradeAsync(SteadyValues()),
            Rolling.UpgradeAsync(RollingValues()),
            Kubectl.RunAsync("rollout", "status", "deployment/application", "-n", Namespace, $"--timeout={Kubectl.Timeout}"));
    }

    public async ValueTask DisposeAsync()
    {
        if (!_isNamespaceOurs) return;
        // The release has objects outside of the namespace.
        await Steady.UninstallAsync();
        await Kubectl.RunAsync("delete", "namespaces", Namespace, EdgeNamespace, "--ignore-not-found", "--wait=false");
    }

    /// <summary>Skips the running test on a machine without a cluster.</summary>
    internal void Require() => Programs.Unless(_missing is null, _missing!);

    internal static string[] SteadyValues(params IEnumerable<string> values) =>
    [
        "--set", $"keys.existingSecret=token-authz-keys,keys.allowWeak=true,check.enabled=false,{Release.Hasty}",
        "--set-json",
        """
        listeners=[
          {"name":"ext-authz","kind":"ext-authz","port":8080},
          {"name":"grpc","kind":"ext-authz-grpc","port":8082},
          {"name":"http2","kind":"ext-authz","port":8083,"protocol":"http2"}
        ]
        """,
        .. values,
    ];

    internal static string[] RollingValues(params IEnumerable<string> values) =>
    [
        "--set", $"keys.existingSecret={RollingKeys},service.headless.enabled=true",
        "--set-json",
        """
        listeners=[{"name":"ext-authz","kind":"ext-authz","port":8080},{"name":"grpc","kind":"ext-authz-grpc","port":8082}]
        """,
        .. values,
    ];

    private static async Task<string?> MissingAsync()
    {
        if (Environment.GetEnvironmentVariable("KUBECONFIG") is null) return "KUBECONFIG names no cluster.";
        if (new[] { "kubectl", "helm", "envoy" }.FirstOrDefault(program => Programs.Find(program) is null) is { } program)
            return $"{program} is not on PATH.";
        var marked = await Command.TryAsync("kubectl", ["get", "namespaces", "-l", Mark, "-o", "name"]);
        if (marked.ExitCode != 0) return $"The cluster of KUBECONFIG does not answer: {marked.Output}";
        return marked.Output.StartsWith("namespace/", StringComparison.Ordinal)
            ? null
            : $"The cluster of KUBECONFIG is not one for tests, or does not say so: kubectl label namespace default {Mark}";
    }
}
