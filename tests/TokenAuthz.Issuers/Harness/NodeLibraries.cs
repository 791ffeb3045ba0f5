using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TokenAuthz.Issuers.Harness;

/// <summary>
/// The libraries for Node.js, in one process for the whole run: server.mjs says what it can do. They are installed from the lock
/// file into obj/, once for each state of that file.
/// </summary>
internal sealed class NodeLibraries
{
    private const string LockFile = "package-lock.json";

    private static readonly TimeSpan InstallLimit = TimeSpan.FromMinutes(5);
    private static readonly Lazy<Task<NodeLibraries>> Shared = new(StartAsync);

    // One call at a time, because a call may set the clock of the process.
    private static readonly SemaphoreSlim Turn = new(1);

    private readonly Process _node;
    private int _calls;

    private NodeLibraries(Process node) => _node = node;

    /// <summary>Calls a function of server.mjs; skips the running test on a machine without Node.js.</summary>
    /// <param name="function">The function.</param>
    /// <param name="input">What it is given, as an object.</param>
    /// <returns>What it returns.</returns>
    public static async Task<JsonNode?> CallAsync(string function, object input)
    {
        Programs.Require("node", "npm");
        return await (await Shared.Value).AskAsync(function, input);
    }

    /// <summary>The request of a URL and headers that a function returned.</summary>
    public static IssuedRequest Request(string method, JsonNode signed, string body = "") => IssuedRequest.Of(
        method,
        (string)signed["url"]!,
        signed["headers"]!.AsObject().Select(header => KeyValuePair.Create(header.Key, header.Value!.ToString())),
        body);

    private async Task<JsonNode?> AskAsync(string function, object input)
    {
        await Turn.WaitAsync();
        try
        {
            var id = ++_calls;
            var line = JsonSerializer.Serialize(new Dictionary<string, object> { ["id"] = id, ["call"] = function, ["with"] = input });
            await _node.StandardInput.WriteLineAsync(line);
            await _node.StandardInput.FlushAsync();
            using var limit = new CancellationTokenSource(Poll.Limit);
            var answer = await _node.StandardOutput.ReadLineAsync(limit.Token);
            Assert.True(answer is not null, $"node ended with {function}.");
            var json = JsonNode.Parse(answer)!;
            Assert.True(json["error"] is null, $"{line}\n{json["error"]}");
            Assert.Equal(id, (int)json["id"]!);
            return json["result"];
        }
        finally
        {
            Turn.Release();
        }
    }

    private static async Task<NodeLibraries> StartAsync()
    {
        var folder = Repository.PathOf("tests/TokenAuthz.Issuers/obj/Node");
        await InstallAsync(folder);
        var start = new ProcessStartInfo("node", ["--no-warnings", Path.Combine(folder, "server.mjs")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        // The process ends when this one does, because its input ends.
        return new(Process.Start(start)!);
    }

    private static async Task InstallAsync(string folder)
    {
        var stamp = Path.Combine(folder, "installed");
        Directory.CreateDirectory(folder);
        foreach (var source in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Node")))
            File.Copy(source, Path.Combine(folder, Path.GetFileName(source)), overwrite: true);
        var wanted = await File.ReadAllTextAsync(Path.Combine(folder, LockFile));
        if (File.Exists(stamp) && await File.ReadAllTextAsync(stamp) == wanted) return;

        await using var install = ChildProcess.Start(
            "npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], workingDirectory: folder);
        using var limit = new CancellationTokenSource(InstallLimit);
        await install.WaitForExitAsync(limit.Token);
        Expect.Equal(0, install.ExitCode, install.Output);
        await File.WriteAllTextAsync(stamp, wanted);
    }
}
