using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.Readme;

/// <summary>The README's lines, as they stand and in their order, end as
/// it shows: with the service alone and with Envoy in front.</summary>
[Collection(nameof(FixedPorts))]
public sealed class ReadmeTests
{
    private const string Page = "README.md";

    private static readonly int[] Ports = [FixedPorts.Check, FixedPorts.Admin, FixedPorts.Gateway, FixedPorts.Application];

    // Of the reader's own key.
    private static readonly string[] Variables = ["$key", "$token"];

    [Fact]
    public Task Answers_as_shown_with_the_key_of_Development() => RunAsync("dotnet run", isOwnKey: false);

    [Fact]
    public Task Answers_as_shown_with_a_key_of_the_reader() => RunAsync("docker build", isOwnKey: true);

    [Fact]
    public async Task The_SDK_adds_nothing_to_what_sign_prints()
    {
        Assert.SkipWhen(ShippedProgram.IsNamed, "What dotnet run runs is not the program that is named.");
        await FixedPorts.RequireAsync(Ports);
        await using var service = await AuthzService.StartAsync(FixedPorts.Check, FixedPorts.Admin);
        await using var reader = Terminal.Open(Repository.PathOf("."));

        var (command, answer) =
            PageBlocks.Exchanges(Page).Single(exchange => exchange.Command.Contains("dotnet run", StringComparison.Ordinal));

        Assert.Equal(answer, await reader.TypeAsync(command));
    }

    private static async Task RunAsync(string first, bool isOwnKey)
    {
        Programs.Require("envoy");
        await FixedPorts.RequireAsync(Ports);
        var lines = PageBlocks.Lines(Page).SkipWhile(line => !line.StartsWith(first, StringComparison.Ordinal)).Take(isOwnKey ? 3 : 1);
        var exchanges = PageBlocks.Exchanges(Page).Where(exchange => isOwnKey == Variables.Any(exchange.Command.Contains)).ToArray();
        Assert.Equal(isOwnKey ? 3 : 6, exchanges.Length);

        await using var gateway = Terminal.Open(Repository.PathOf("."), StandIns.Functions());
        gateway.Begin("envoy -c envoy/envoy.yaml");
        await using var service = Terminal.Open(Repository.PathOf("."), StandIns.Functions());
        foreach (var line in lines) service.Begin(line);
        await Poll.UntilAsync(
            "all is up",
            async () =>
                await RawHttp.ProbeAsync(FixedPorts.Admin, "/readyz") == 200 && await RawHttp.ProbeAsync(FixedPorts.Gateway, "/") == 403,
            () => $"{gateway.Log}\n{service.Log}");

        // Docker leaves the terminal free, which knows the key.
        await using var other = Terminal.Open(Repository.PathOf("."), StandIns.Functions());
        foreach (var (command, answer) in exchanges) Assert.Equal(answer, await (isOwnKey ? service : other).TypeAsync(command));
    }
}
