using System.Diagnostics;
using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.Service;

/// <summary>
/// With the memory of the chart the service survives peers that begin more requests than memory has room for, says meanwhile
/// that it is not ready, and answers checks again once the peers are gone. The tests run alone, because they measure time.
/// </summary>
[CollectionDefinition(nameof(MemoryTests), DisableParallelization = true)]
[Collection(nameof(MemoryTests))]
public sealed class MemoryTests
{
    private const long ChartsMemory = 256 * 1024 * 1024;

    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(10);

    /// <summary>What the peers send, the kind of the listener, and the number of the peers.</summary>
    public static TheoryData<string, string, int> Floods { get; } = new()
    {
        { nameof(HalfRequests.Head), "ext-authz", 3000 },
        { nameof(HalfRequests.Body), "ext-authz", 3000 },
        { nameof(HalfRequests.Calls), "ext-authz-grpc", 400 },
        { nameof(HalfRequests.Calls), "ext-authz-grpc", 3000 },
        { nameof(HalfRequests.CallsWithLargeHeaders), "ext-authz-grpc", 1000 },
    };

    [Theory]
    [MemberData(nameof(Floods))]
    public async Task Survives_requests_that_are_never_finished(string what, string kind, int count)
    {
        Programs.Require("envoy");
        using var memory = new MemoryLimit(ChartsMemory);
        await using var upstream = await Upstream.StartAsync();
        // The policy signs bodies, so that the service keeps a body until it is whole.
        string[] signsBody = kind == "ext-authz"
            ? ["Policies:0:Name=all", "Policies:0:Scheme=body", "Schemes:body:Token:0=header:sig={sig}",
                "Schemes:body:Message={path}\n{body}", "Schemes:body:Algorithm=HmacSha256"]
            : [];
        await using var service = await AuthzService.StartAsync(memory, [$"Listeners:0:Kind={kind}", .. signsBody]);
        var file = kind == "ext-authz" ? EnvoyFile.Read() : EnvoyFile.ReadGrpc();

        await using (new HalfRequests(service.CheckPort, count, (byte[])typeof(HalfRequests).GetProperty(what)!.GetValue(null)!))
        {
            await Poll.UntilAsync(
                "it is not ready", async () => await RawHttp.ProbeAsync(service.AdminPort, "/readyz") != 200, () => service.Log);
            await Poll.UntilAsync(
                "some are refused", async () => await service.CountAsync("token_authz_refused_requests_total{") > 0, () => service.Log);
        }

        var gone = Stopwatch.GetTimestamp();
        await using var envoy = await EnvoyGateway.StartAsync(file.ToUpstream(upstream.Port).ToServices(service).Patient());
        Assert.InRange(Stopwatch.GetElapsedTime(gone), TimeSpan.Zero, Recovery);
        await Poll.UntilAsync("it is ready", async () => await RawHttp.ProbeAsync(service.AdminPort, "/readyz") == 200, () => service.Log);
        Assert.Equal(200, await RawHttp.ProbeAsync(service.AdminPort, "/healthz"));
    }
}
