using System.Net;

namespace TokenAuthz.EndToEnd.Cluster;

/// <summary>What <c>helm test</c> says of a release: the truth.</summary>
[Collection(nameof(ClusterSuite))]
public sealed class HelmTestTests(ClusterFixture cluster)
{
    /// <summary>Where the Service leads, and what is then answered to the right token and to none.</summary>
    public static TheoryData<string, string, int?, int?> Breaks { get; } = new()
    {
        { "to nobody", """{"app":"nobody"}""", null, null },
        { "to what allows everything", """{"app":"application"}""", 200, 200 },
        { "to what has other keys",
            """{"app.kubernetes.io/name":"token-authz","app.kubernetes.io/instance":"rolling-token-authz"}""", 403, 403 },
    };

    [Fact]
    public async Task Passes_when_each_listener_works()
    {
        cluster.Require();
        var (exitCode, output) = await cluster.Steady.TestAsync();
        Expect.Equal(0, exitCode, output);
        Assert.Equal(3, output.Split('\n').Count(line => line == "without a token    denied with 403: missing_token"));
    }

    [Theory]
    [MemberData(nameof(Breaks))]
    public async Task Fails_when_the_Service_leads(string description, string selector, int? toRight, int? toNone)
    {
        cluster.Require();
        var shipped = await Kubectl.RunAsync(
            "get", "service", cluster.Steady.Name, "-n", ClusterFixture.Namespace, "-o", "jsonpath={.spec.selector}");
        try
        {
            await LeadAsync(selector, "8080");
            await UntilItAnswersAsync(toRight, toNone);
            var (exitCode, output) = await cluster.Steady.TestAsync();
            Assert.True(exitCode != 0, $"{description}: {output}");
            Assert.False(
                await Kubectl.ExistsAsync("pod", $"{cluster.Steady.Name}-test", "-n", ClusterFixture.Namespace),
                $"{description}: the test left its Pod");
        }
        finally
        {
            await LeadAsync(shipped, "\"ext-authz\"");
            await UntilItAnswersAsync(200, 403);
        }
    }

    private async Task LeadAsync(string selector, string port) => await Kubectl.RunAsync(
        "patch", "service", cluster.Steady.Name, "-n", ClusterFixture.Namespace, "--type=json", "-p",
        $$"""[{"op":"replace","path":"/spec/selector","value":{{selector}}},{"op":"replace","path":"/spec/ports/0/targetPort","value":""" +
            $$"""{{port}}}]""");

    private async Task UntilItAnswersAsync(int? toRight, int? toNone)
    {
        var service = new IPEndPoint(
            IPAddress.Parse(await Kubectl.RunAsync(
                "get", "service", cluster.Steady.Name, "-n", ClusterFixture.Namespace, "-o", "jsonpath={.spec.clusterIP}")),
            8080);
        await Poll.UntilAsync($"the Service answers {toRight} and {toNone}", async () =>
            (await RawHttp.ProbeAsync(service, "/", Token.Of("/")))?.Status == toRight
            && (await RawHttp.ProbeAsync(service, "/", token: null))?.Status == toNone);
    }
}
