using System.Globalization;
using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.Readme;

/// <summary>Each example answers as its README says: the lines are run as they stand, in a fresh copy of its folder.</summary>
[Collection(nameof(FixedPorts))]
public sealed class ExampleReadmeTests
{
    private const string Inside = "envoy-module";

    /// <summary>Those that run on one machine.</summary>
    public static TheoryData<string> Examples { get; } =
        [.. Repository.Find("examples", "README.md").Where(page => PageBlocks.Exchanges(page).Length > 0)];

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task Answers_as_it_says(string page)
    {
        var lines = PageBlocks.Lines(page);
        var exchanges = PageBlocks.Exchanges(page);
        var isInside = page.Contains(Inside, StringComparison.Ordinal);
        foreach (var program in isInside ? ModuleLibrary.Needed : [Gateway(lines[^1])]) Programs.Require(program);
        if (!isInside) Programs.Require("python3");
        await FixedPorts.RequireAsync([FixedPorts.Gateway, FixedPorts.Application, FixedPorts.Admin, CheckPort(page)]);

        var standIns = StandIns.Functions(isInside ? (await ModuleLibrary.EnvironmentAsync())["ENVOY_DYNAMIC_MODULES_SEARCH_PATH"] : "");
        var root = Directory.CreateTempSubdirectory("token-authz-checkout-").FullName;
        List<Terminal> terminals = [];
        try
        {
            var folder = Copy(Path.GetDirectoryName(page)!, root);
            Copy("envoy", root);
            File.Copy(Repository.PathOf("examples/run"), Path.Combine(root, "examples", "run"));
            foreach (var line in lines)
            {
                terminals.Add(Terminal.Open(folder, standIns));
                if (line.StartsWith("dotnet publish", StringComparison.Ordinal)) await terminals[^1].TypeAsync(line);
                else terminals[^1].Begin(line);
            }

            await Poll.UntilAsync(
                "all is up",
                async () =>
                    (isInside || await RawHttp.ProbeAsync(FixedPorts.Admin, "/readyz") == 200)
                    && await FixedPorts.IsOpenAsync(FixedPorts.Application)
                    && await RawHttp.ProbeAsync(FixedPorts.Gateway, "/") == 403,
                () => string.Join('\n', terminals.Select(terminal => terminal.Log)));

            var reader = Terminal.Open(folder);
            terminals.Add(reader);
            foreach (var (command, answer) in exchanges) Assert.Equal(answer, await reader.TypeAsync(command));
        }
        finally
        {
            foreach (var terminal in terminals) await terminal.DisposeAsync();
            Directory.Delete(root, recursive: true);
        }
    }

    [Fact]
    public void Covers_every_gateway_that_runs_on_one_machine()
    {
        string[] inCluster = ["envoy-gateway", "ingress-nginx", "istio"];
        var folders = Directory.GetDirectories(Repository.PathOf("examples")).Select(folder => Path.GetFileName(folder)!).Except(inCluster);

        Assert.Equal(
            folders.Order(StringComparer.Ordinal),
            Examples.Select(row => Path.GetFileName(Path.GetDirectoryName(row.Data)!)).Order(StringComparer.Ordinal));
    }

    private static string Gateway(string line) => line.Split(' ')[1];

    // The port of its listener; where the check is inside there is none, and the admin port's will do.
    private static int CheckPort(string page)
    {
        var settings = Repository.Read(Path.Combine(Path.GetDirectoryName(page)!, "token-authz.json"));
        var url = settings.IndexOf("http://127.0.0.1:", StringComparison.Ordinal);
        return url < 0 ? FixedPorts.Admin : int.Parse(settings.AsSpan(url + "http://127.0.0.1:".Length, 4), CultureInfo.InvariantCulture);
    }

    private static string Copy(string folder, string root)
    {
        var copy = Directory.CreateDirectory(Path.Combine(root, folder)).FullName;
        foreach (var file in Directory.GetFiles(Repository.PathOf(folder))) File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        return copy;
    }
}
