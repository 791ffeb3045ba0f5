using System.Collections.Immutable;
using System.Globalization;

namespace TokenAuthz.EndToEnd.Harness;

/// <summary>The check inside Envoy: the library as it is published, and an Envoy that loads it.</summary>
internal static class ModuleLibrary
{
    // Names a folder that has the library already; without it, it is built.
    private const string FolderVariable = "TOKEN_AUTHZ_MODULE";

    private static readonly TimeSpan BuildLimit = TimeSpan.FromMinutes(5);

    private static readonly Lazy<Task<string>> Published = new(PublishAsync);

    /// <summary>What a test of it needs: Envoy, and what the library is built with.</summary>
    public static ImmutableArray<string> Needed { get; } = ["envoy", "clang"];

    /// <summary>Starts Envoy with the library in its search path.</summary>
    /// <param name="file">Its configuration.</param>
    /// <param name="workers">How many of its threads check requests.</param>
    /// <param name="listensOn">The port, if the file has one.</param>
    /// <param name="environment">Further variables of its environment.</param>
    public static async Task<EnvoyGateway> StartAsync(EnvoyFile file, int workers = 2, int? listensOn = null, params (string Name, string Value)[] environment) =>
        await EnvoyGateway.StartAsync(file, environment: await EnvironmentAsync(environment), workers: workers, listensOn: listensOn);

    /// <summary>The environment of an Envoy that finds the library.</summary>
    public static async Task<Dictionary<string, string>> EnvironmentAsync(params (string Name, string Value)[] others) =>
        others.Append(("ENVOY_DYNAMIC_MODULES_SEARCH_PATH", await Published.Value)).ToDictionary();

    /// <summary>Runs an Envoy to its end, which comes by itself: the exit code and what it wrote.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(EnvoyFile file, CancellationToken cancellation)
    {
        var path = Path.Combine(Path.GetTempPath(), $"token-authz-envoy-{Guid.NewGuid():N}.yaml");
        await File.WriteAllTextAsync(path, file.OnPort(FreePorts.Next()).Content, cancellation);
        try
        {
            await using var envoy = ChildProcess.Start("envoy", ["-c", path, "--disable-hot-restart", "--log-level", "warning"], await EnvironmentAsync());
            await envoy.WaitForExitAsync(cancellation);
            return (envoy.ExitCode, envoy.Output);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>How many requests it decided so: <c>allow</c> or <c>deny</c>.</summary>
    public static Task<int> DecisionsAsync(EnvoyGateway envoy, string decision) => CountAsync(envoy, decision == "allow" ? "token_authz_allowed" : "token_authz_denied_");

    /// <summary>The sum of its counters that begin so.</summary>
    public static async Task<int> CountAsync(EnvoyGateway envoy, string counter) =>
        (await StatsAsync(envoy, counter)).Sum(line => int.Parse(line.Split(": ")[1], CultureInfo.InvariantCulture));

    /// <summary>The names of all its counters.</summary>
    public static async Task<string[]> CountersAsync(EnvoyGateway envoy) =>
        [.. (await StatsAsync(envoy, "token_authz")).Select(line => line.Split(": ")[0])];

    private static async Task<string[]> StatsAsync(EnvoyGateway envoy, string filter)
    {
        var stats = await RawHttp.SendAsync(envoy.AdminPort, RawHttp.Request("GET", $"/stats?filter={filter}", token: null));
        return stats.Body.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    // As an operator does it; a build of the tests has restored the packages.
    private static async Task<string> PublishAsync()
    {
        if (Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } built) return built;
        var folder = Path.Combine(Path.GetTempPath(), $"token-authz-module-{Environment.ProcessId}");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        await using var build = ChildProcess.Start("dotnet", ["publish", Repository.PathOf("src/TokenAuthz.EnvoyModule"), "--configuration", "Release", "--no-restore", "--output", folder, "-nodeReuse:false", "-p:UseSharedCompilation=false"]);
        using var limit = new CancellationTokenSource(BuildLimit);
        await build.WaitForExitAsync(limit.Token);
        Assert.True(build.ExitCode == 0, build.Output);
        return folder;
    }
}
