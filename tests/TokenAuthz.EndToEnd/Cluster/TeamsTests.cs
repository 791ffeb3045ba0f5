using System.Text.Json;

namespace TokenAuthz.EndToEnd.Cluster;

/// <summary>Two teams change their ConfigMaps and Secrets, and a mistake of one is nobody else's.</summary>
[Collection(nameof(ClusterSuite))]
public sealed class TeamsTests(ClusterFixture cluster)
{
    private const string Video = "the-key-of-team-video";
    private const string Shop = "the-key-of-team-shop";
    private const string NextOfShop = "the-next-key-of-team-shop";
    private const string Unit = """{ "TokenAuthz": { "Keys": [ { "Directory": "." } ] } }""";

    private static readonly string[] Values =
    [
        "--set", $"replicaCount=1,keys.existingSecret=token-authz-keys,keys.allowWeak=true,{Release.Brief}",
        "--set-json", """units.grants={"video": {"paths": ["/video"]}, "shop": {"paths": ["/shop"]}, "absent": {"paths": ["/absent"]}}""",
        "--set-json", """
        units.mounts=[
          {"name": "video", "configMap": "video-unit", "secret": "video-keys"},
          {"name": "shop", "configMap": "shop-unit", "secret": "shop-keys"},
          {"name": "absent", "configMap": "absent-unit", "secret": "absent-keys"}
        ]
        """,
    ];

    private readonly Release _release = new("teams-token-authz", ClusterFixture.Namespace);

    [Fact]
    public async Task One_goes_on_when_the_other_breaks_its_unit()
    {
        cluster.Require();
        await WriteAsync("video", Unit, Video);
        await WriteAsync("shop", Unit, Shop);
        await _release.UpgradeAsync(Values);
        await UntilAsync("/video/1", Video, 200);
        await UntilAsync("/shop/1", Shop, 200);
        await UntilAsync("/shop/1", Video, 403);
        await UntilAsync("/a", Video, 403);
        await UntilAsync("/a", Token.Secret, 200);
        await UntilAsync("/absent/1", Token.Secret, 403);

        // Each team changes what is its own; one makes a mistake.
        await WriteAsync("video", """{ "TokenAuthz": { "Polices": [] } }""", Video);
        await WriteAsync("shop", Unit, NextOfShop);
        await _release.RefreshFilesAsync();
        await UntilAsync("/shop/1", NextOfShop, 200);
        await UntilAsync("/shop/1", Shop, 403);
        await UntilLoadedAsync("video", 0);
        await UntilLoadedAsync("shop", 1);
        await UntilAsync("/video/1", Video, 200);

        // The operator's changes and new Pods do not wait for that team, whose requests are denied until its unit loads.
        await _release.UpgradeAsync([.. Values, "--set", "podAnnotations.changed=yes"]);
        await UntilAsync("/shop/1", NextOfShop, 200);
        await UntilAsync("/video/1", Video, 403);
        await WriteAsync("video", Unit, Video);
        await _release.RefreshFilesAsync();
        await UntilAsync("/video/1", Video, 200);

        await Kubectl.RunAsync("delete", "configmap", "shop-unit", "-n", ClusterFixture.Namespace);
        await _release.RefreshFilesAsync();
        await UntilAsync("/shop/1", NextOfShop, 403);
        await UntilAsync("/video/1", Video, 200);
        await _release.UninstallAsync();
    }

    private static async Task WriteAsync(string team, string unit, string secret)
    {
        using var folder = new TemporaryFolder();
        var metadata = new { name = $"{team}-unit", @namespace = ClusterFixture.Namespace };
        await ApplyAsync(new
        {
            apiVersion = "v1",
            kind = "ConfigMap",
            metadata,
            data = new Dictionary<string, string> { ["token-authz.json"] = unit },
        });
        await ApplyAsync(new
        {
            apiVersion = "v1",
            kind = "Secret",
            metadata = metadata with { name = $"{team}-keys" },
            stringData = new Dictionary<string, string> { ["k"] = secret },
        });

        Task ApplyAsync(object resource) =>
            Kubectl.RunAsync("apply", "-f", folder.Write("resource.json", JsonSerializer.Serialize(resource)));
    }

    private Task UntilAsync(string target, string secret, int status) => Poll.UntilAsync(
        $"the Pod answers {status} to {target} of the key '{secret}'",
        async () =>
        {
            var pods = await _release.PodsAsync();
            return pods is [var pod] && (await pod.CheckAsync(target, Token.Of(target, secret)))?.Status == status;
        });

    private Task UntilLoadedAsync(string unit, int isLoaded) => Poll.UntilAsync(
        $"the metric of the unit {unit} is {isLoaded}",
        async () => (await _release.PodsAsync()) is [var pod]
            && await pod.Metrics.CountAsync("token_authz_unit_last_reload_successful{", $"unit=\"{unit}\"") == isLoaded);
}
