namespace TokenAuthz.EndToEnd.Cluster;

/// <summary>A control plane loads the library into its proxies: by the files of an example, and by what the chart makes.</summary>
public abstract class ModuleTests(ClusterFixture cluster) : IAsyncLifetime
{
    private const string Keys = "token-authz-keys";
    private const string First = "the-first-key-5b07";
    private const string Second = "the-second-key-e3d1";

    private readonly TemporaryFolder _folder = new();

    /// <summary>The control plane's kind of object that names the library.</summary>
    private protected abstract string Kind { get; }

    /// <summary>The file with the check, in the folder of examples.</summary>
    private protected abstract string Example { get; }

    /// <summary>The chart's file of values for it, and its namespace.</summary>
    private protected abstract (string Values, string Namespace) Chart { get; }

    /// <summary>The proxies' Pods and their container of Envoy.</summary>
    private protected abstract (string Namespace, string Selector, string Container) Proxies { get; }

    private protected abstract int Port { get; }

    /// <summary>The Deployment of the control plane, and what its log says of a configuration that a proxy refuses.</summary>
    private protected abstract (string Namespace, string Deployment, string Refusal) Plane { get; }

    /// <summary>What a proxy answers that never had a configuration that loads; null for no connection.</summary>
    private protected abstract int? StatusWithoutConfiguration { get; }

    // The image that .ci/image makes of envoy/Dockerfile.
    private static string Image { get; } =
        Environment.GetEnvironmentVariable("TOKEN_AUTHZ_ENVOY_IMAGE") ?? "localhost/token-authz-envoy:ci";

    public async ValueTask InitializeAsync()
    {
        cluster.Require();
        Programs.Unless(await Kubectl.ExistsAsync("crd", Kind), $"The cluster has no {Kind}.");
        await ApplyAsync($$"""
            apiVersion: v1
            kind: Secret
            metadata: { name: {{Keys}}, namespace: {{Proxies.Namespace}} }
            stringData: { "2026-11": {{First}} }
            """);
        await PrepareAsync();
        await ApplyAsync(ReadExample(Example));
        await RefreshFilesAsync();
        await UntilItChecksAsync(First);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await Kubectl.RunAsync("delete", "--ignore-not-found", "-f", _folder.Write("check.yaml", ReadExample(Example)));
        }
        finally
        {
            _folder.Dispose();
            GC.SuppressFinalize(this);
        }
    }

    [Fact]
    public async Task Allows_and_denies_as_the_example_says()
    {
        await AssertAsync("/", token: null, 403, "missing token");
        await AssertAsync("/", Token.Wrong, 403, "invalid token");
        await AssertAsync("/", Token.Of("/a", First), 403, "invalid token");
        await AssertAsync("/", Token.Of("/", First), 200, "from the application");
        await AssertAsync("/a?b=c", Token.Of("/a?b=c", First), 200, "from the application");
        await AssertAsync("/a?b=d", Token.Of("/a?b=c", First), 403, "invalid token");
        await AssertAsync("/public/a", token: null, 200, "from the application");
    }

    [Fact]
    public async Task Takes_a_new_key_without_a_new_proxy()
    {
        var proxies = await ProxiesAsync();
        await Kubectl.RunAsync(
            "patch", "secret", Keys, "-n", Proxies.Namespace, "--type=merge", "-p",
            $$"""{"stringData": {"2026-12": "{{Second}}"}, "data": {"2026-11": null} }""");
        await RefreshFilesAsync();

        await UntilItChecksAsync(Second);
        await Poll.UntilAsync(
            "each proxy denies the first key",
            async () => (await Task.WhenAll(proxies.Select(proxy => RawHttp.ProbeAsync(proxy.At(Port), "/", Token.Of("/", First)))))
                .All(answer => answer?.Status == 403));
        Assert.Equal(proxies, await ProxiesAsync());
    }

    /// <summary>The proxies keep the last good configuration; one that has none lets nothing pass.</summary>
    [Fact]
    public async Task Lets_nothing_pass_unchecked_when_the_configuration_is_wrong()
    {
        var begun = TimeProvider.System.GetUtcNow();
        await ApplyAsync(ReadExample(Example).Replace("Policies", "Polices", StringComparison.Ordinal));
        try
        {
            await Poll.UntilAsync("the control plane logs the refusal", async () =>
                (await Kubectl.RunAsync("logs", Plane.Deployment, "-n", Plane.Namespace, $"--since-time={begun:O}"))
                    .Contains(Plane.Refusal, StringComparison.Ordinal));
            await UntilLogSaysAsync((await ProxiesAsync())[0]);
            await AssertAsync("/", token: null, 403, "missing token");
            await AssertAsync("/", Token.Of("/", First), 200, "from the application");

            var former = (await ProxiesAsync())[0];
            await Kubectl.RunAsync("delete", "pod", former.Name, "-n", Proxies.Namespace, "--grace-period=0", "--force");
            await Poll.UntilAsync("there is a new proxy", async () => await ProxiesAsync() is [var pod] && pod != former);
            var proxy = (await ProxiesAsync())[0];
            await UntilLogSaysAsync(proxy);
            Assert.Equal(StatusWithoutConfiguration, (await RawHttp.ProbeAsync(proxy.At(Port), "/", Token.Of("/", First)))?.Status);
            Assert.Equal(StatusWithoutConfiguration, (await RawHttp.ProbeAsync(proxy.At(Port), "/", token: null))?.Status);
        }
        finally
        {
            await ApplyAsync(ReadExample(Example));
            await UntilItChecksAsync(First);
        }
    }

    [Fact]
    public async Task Does_the_same_by_the_chart()
    {
        var proxies = await ProxiesAsync();
        var image = Image.Split(':');
        await new Release("token-authz", Chart.Namespace).RenderAsync(
            _folder["chart"],
            [.. Release.ValuesOf(Chart.Values), .. ChartOptions,
                "--set", $"module.image.repository={image[0]},module.image.tag={image[1]}"]);
        await Kubectl.RunAsync("apply", "--server-side", "--force-conflicts", "--recursive", "-f", _folder["chart"]);

        await Allows_and_denies_as_the_example_says();
        Assert.Equal(proxies, await ProxiesAsync());
    }

    private protected virtual IEnumerable<string> ChartOptions => [];

    /// <summary>Makes the proxies and their routes.</summary>
    private protected abstract Task PrepareAsync();

    /// <summary>A file of the examples, for this cluster.</summary>
    private protected virtual string ReadExample(string file) =>
        Repository.Read(Path.Combine("examples", file))
            .Replace("registry.example.com/token-authz-envoy:0.1.0", Image, StringComparison.Ordinal);

    private protected Task ApplyAsync(string objects) =>
        Kubectl.RunAsync("apply", "--server-side", "--force-conflicts", "-f", _folder.Write("objects.yaml", objects));

    private protected async Task AssertAsync(string target, string? token, int status, string body)
    {
        var answer = await RawHttp.SendAsync((await ProxiesAsync())[0].At(Port), RawHttp.Request("GET", target, token));
        Assert.Equal((status, body), (answer.Status, answer.Body));
    }

    private Task<IReadOnlyList<Pod>> ProxiesAsync() => Kubectl.PodsAsync(Proxies.Namespace, Proxies.Selector);

    private Task UntilItChecksAsync(string key) => Poll.UntilAsync($"each proxy checks with the key {key}", async () =>
    {
        var proxies = await ProxiesAsync();
        return proxies.Count > 0 && (await Task.WhenAll(proxies.Select(async proxy =>
            (await RawHttp.ProbeAsync(proxy.At(Port), "/", Token.Of("/", key)))?.Status == 200
            && (await RawHttp.ProbeAsync(proxy.At(Port), "/", token: null))?.Body == "missing token"))).All(isRight => isRight);
    });

    private Task UntilLogSaysAsync(Pod proxy) => Poll.UntilAsync(
        "the proxy logs what is wrong",
        async () => (await Command.TryAsync("kubectl", ["logs", proxy.Name, "-n", Proxies.Namespace, "-c", Proxies.Container])).Output
            .Contains("is refused: TokenAuthz:Polices: there is no such setting; did you mean Policies?", StringComparison.Ordinal));

    // The kubelet then writes the Secret into the files now.
    private async Task RefreshFilesAsync() => await Kubectl.RunAsync(
        "annotate", "pods", "-n", Proxies.Namespace, "-l", Proxies.Selector, "--overwrite", $"token-authz/refreshed={Guid.NewGuid():N}");
}
