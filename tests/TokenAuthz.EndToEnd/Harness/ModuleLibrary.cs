using System.Collections.Immutable;
using System.Globalization;

namespace TokenAuthz.EndToEnd.Harness;

/// <summary>The check inside Envoy: the library as it is published, and an Envoy that loads it.</summary>
internal static class ModuleLibrary
{
    // Names a folder that holds the library; without the variable the tests publish it.
    private const string FolderVariable = "TOKEN_AUTHZ_MODULE";

    private static readonly TimeSpan BuildLimit = TimeSpan.FromMinutes(5);

    private static readonly Lazy<Task<string>> Published = new(PublishAsync);

    /// <summary>The programs that tests of the library need: Envoy, and the linker.</summary>
    public static ImmutableArray<string> Needed { get; } = ["envoy", "clang"];

    /// <summary>Starts Envoy with the library in its search path.</summary>
    /// <param name="file">The configuration.</param>
    /// <param name="workers">How many threads of Envoy check requests.</param>
    /// <param name="listensOn">The port, if the file has one.</param>
    /// <param name="environment">Further variables for Envoy's environment.</param>
    public static async Task<EnvoyGateway> StartAsync(
        EnvoyFile file, int workers = 2, int? listensOn = null, params (string Name, string Value)[] environment) =>
        await EnvoyGateway.StartAsync(file, environment: await EnvironmentAsync(environment), workers: workers, listensOn: listensOn);

    /// <summary>The environment of an Envoy that finds the library.</summary>
    public static async Task<Dictionary<string, string>> EnvironmentAsync(params (string Name, string Value)[] others) =>
        others.Append(("ENVOY_DYNAMIC_MODULES_SEARCH_PATH", await Published.Value)).ToDictionary();

    /// <summary>Runs an Envoy that ends by itself.</summary>
    /// <returns>The exit code and the output.</returns>
    public static async Task<(int ExitCode, string Output)> RunAsync(
        EnvoyFile file, CancellationToken cancellation, params (string Name, string Value)[] environment)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("envoy.yaml", file.OnPort(FreePorts.Next()).Content);
        string[] arguments = ["-c", path, "--disable-hot-restart", "--log-level", "warning"];
        await using var envoy = ChildProcess.Start("envoy", arguments, await EnvironmentAsync(environment));
        await envoy.WaitForExitAsync(cancellation);
        return (envoy.ExitCode, envoy.Output);
    }

    /// <summary>How many requests the library decided so: <c>allow</c> or <c>deny</c>.</summary>
    public static Task<int> DecisionsAsync(EnvoyGateway envoy, string decision) =>
        CountAsync(envoy, decision == "allow" ? "token_authz_allowed" : "token_authz_denied_");

    /// <summary>The sum of the counters that begin with a text.</summary>
    public static async Task<int> CountAsync(EnvoyGateway envoy, string counter) =>
        (await StatsAsync(envoy, counter)).Sum(line => int.Parse(line.Split(": ")[1], CultureInfo.InvariantCulture));

    /// <summary>The names of all the library's statistics.</summary>
    public static async Task<string[]> CountersAsync(EnvoyGateway envoy) =>
        [.. (await StatsAsync(envoy, "token_authz")).Select(line => line.Split(": ")[0])];

    /// <summary>The statistics whose names have a text, each with its value: <c>name: 1</c>.</summary>
    public static async Task<string[]> StatsAsync(EnvoyGateway envoy, string filter)
    {
        var stats = await RawHttp.SendAsync(envoy.AdminPort, RawHttp.Request("GET", $"/stats?filter={filter}", token: null));
        return stats.Body.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    // An operator publishes the library so. The build of the tests has restored the packages.
    private static async Task<string> PublishAsync()
    {
        if (Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } built) return built;
        var folder = Path.Combine(Path.GetTempPath(), $"token-authz-module-{Environment.ProcessId}");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        await using var build = ChildProcess.Start(
            "dotnet",
            ["publish", Repository.PathOf("src/TokenAuthz.EnvoyModule"), "--configuration", "Release", "--no-restore", "--output", folder,
                "-nodeReuse:false", "-p:UseSharedCompilation=false"]);
        using var limit = new CancellationTokenSource(BuildLimit);
        await build.WaitForExitAsync(limit.Token);
        Expect.Equal(0, build.ExitCode, build.Output);
        return folder;
    }
}
