using System.Diagnostics;
using System.Text.RegularExpressions;

namespace TokenAuthz.Tests;

/// <summary>What the README shows is what happens. Its lines through Envoy are tested where Envoy runs.</summary>
public static partial class ReadmeTests
{
    private static readonly string Readme = Repository.Read("README.md");

    /// <summary>The lines that need the service alone, with the key <c>secret</c>.</summary>
    public static TheoryData<string, string> CurlLines =>
        [.. PageBlocks.Exchanges("README.md").Where(exchange => exchange.Command.EndsWith(" localhost:8080/", StringComparison.Ordinal)
            && !exchange.Command.Contains('$', StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(CurlLines))]
    public static async Task Curl_prints_what_is_shown(string line, string answer)
    {
        RequireShell();
        await using var service = await TokenAuthzProcess.ServeAsync(["--environment", "Development"]);

        Assert.Equal(answer, await ShellAsync(line.Replace("localhost:8080", $"127.0.0.1:{service.CheckPort}", StringComparison.Ordinal)));
    }

    [Fact]
    public static void Shows_all_three_verdicts() =>
        Assert.Equal(["missing token", "invalid token", "200"], CurlLines.Select(row => row.Data.Item2));

    [Fact]
    public static async Task The_example_token_is_what_md5sum_prints()
    {
        var claim = Md5Claim().Match(Readme);
        Assert.True(claim.Success);
        RequireShell();

        Assert.Equal($"{claim.Groups["token"].Value}  -", await ShellAsync(claim.Groups["line"].Value));
    }

    [Fact]
    public static async Task Verify_explains_the_JWT_as_shown()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("jwt.json", Assert.Single(PageBlocks.Of("README.md", "json")));
        var command = Assert.Single(PageBlocks.Of("README.md", "sh"));
        var header = HeaderOption().Match(command).Groups[1].Value;
        Assert.NotEmpty(header);

        var result = await TokenAuthzProcess.RunAsync(["verify", "--config", file, "https://api.example.com/orders", "-H", header]);

        Assert.Equal((0, Assert.Single(PageBlocks.Of("README.md", "text")).TrimEnd('\n')), (result.ExitCode, result.Output.TrimEnd('\n')));
    }

    [Fact]
    public static void Lists_every_preset_by_its_kind() => GeneratedPage.AssertHas(
        "README.md",
        [
            "| kind | formats |",
            "| --- | --- |",
            .. Repository.Find("src/TokenAuthz.Signing/Presets", "*.json")
                .GroupBy(file => Path.GetFileName(Path.GetDirectoryName(file)), file => Path.GetFileNameWithoutExtension(file))
                .OrderBy(kind => kind.Key, StringComparer.Ordinal)
                .Select(kind => $"| {kind.Key} | {LinksOf(kind.Key!, [.. kind.Order(StringComparer.Ordinal)!])} |"),
        ]);

    private static string LinksOf(string kind, string[] presets) => kind == PresetFile.Webhook
        ? $"[{presets.Length} presets](docs/webhooks.md): {string.Join(", ", presets)}"
        : string.Join(", ", presets.Select(Link));

    private static string Link(string preset) => $"[{preset}](docs/formats.md#{preset})";

    private static void RequireShell()
    {
        if (Environment.GetEnvironmentVariable("CI") == "true" || (File.Exists("/bin/bash") && File.Exists("/usr/bin/curl"))) return;
        Assert.Skip("bash and curl are not both there.");
    }

    private static async Task<string> ShellAsync(string line)
    {
        // Curl's progress is not part of what is shown; and the service is on this machine, whatever proxy is set.
        var start = new ProcessStartInfo("bash", ["-c", "exec 2>/dev/null; " + line])
        {
            RedirectStandardOutput = true,
            Environment = { ["NO_PROXY"] = "*" }
        };
        using var shell = Process.Start(start)!;
        try
        {
            var output = await shell.StandardOutput
                .ReadToEndAsync(TestContext.Current.CancellationToken)
                .WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
            return output.TrimEnd('\n');
        }
        finally
        {
            if (!shell.HasExited) shell.Kill(entireProcessTree: true);
        }
    }

    [GeneratedRegex("-H '([^']+)'")]
    private static partial Regex HeaderOption();

    [GeneratedRegex("`(?<token>[0-9a-f]{32})` is what `(?<line>[^`]+md5sum)` prints")]
    private static partial Regex Md5Claim();
}
