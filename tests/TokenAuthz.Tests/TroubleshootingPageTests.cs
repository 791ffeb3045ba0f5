using System.Text.RegularExpressions;
using TokenAuthz.Signing;

namespace TokenAuthz.Tests;

/// <summary>docs/troubleshooting.md explains every deny reason, and shows what the commands print.</summary>
public static partial class TroubleshootingPageTests
{
    private const string Page = "docs/troubleshooting.md";

    [Fact]
    public static void Lists_every_reason_and_no_other() => Assert.Equal(
        DenyReasons.All.Select(reason => reason.Code()).Order(StringComparer.Ordinal),
        MarkdownTable.Names(Page, "reason").Order(StringComparer.Ordinal));

    [Fact]
    public static void Lists_every_cause_with_its_reason_and_meaning() => GeneratedPage.AssertHas(
        Page,
        [
            "| cause | reason | meaning |",
            "| --- | --- | --- |",
            .. DenyCauses.All.Select(cause => $"| `{cause.Code()}` | `{cause.Reason().Code()}` | {cause.Meaning()} |"),
        ]);

    [Fact]
    public static void Explains_every_line_of_verify_and_no_other()
    {
        var sources =
            Repository.Read("src/TokenAuthz/Commands/Explanation.cs") + Repository.Read("src/TokenAuthz/Commands/VerifyCommand.cs");
        string[] ofEveryScheme = ["policy", "scheme", "verdict"];

        Assert.Equal(
            AddedLine().Matches(sources).Select(line => line.Groups[1].Value).Except(ofEveryScheme).Order(StringComparer.Ordinal),
            MarkdownTable.Names(Page, "line").Order(StringComparer.Ordinal));
    }

    [Fact]
    public static async Task Shows_what_verify_prints()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write(
            "token-authz.json",
            """{ "TokenAuthz": { "Keys": [{ "Id": "2026-11", "Value": "a-key-of-the-page-7f31" }] } }""");
        string[] arguments = ["-H", "token: c64319d06364528120a9f96af62ea83d", "http://www.example.com/a"];
        var (command, shown) = PageBlocks.Exchanges(Page).First();
        Assert.All(arguments, argument => Assert.Contains(argument, command, StringComparison.Ordinal));

        var result = await TokenAuthzProcess.RunAsync(["verify", "--config", file, .. arguments]);

        Assert.Equal((1, shown), (result.ExitCode, result.Output.TrimEnd('\n')));
    }

    [GeneratedRegex("Add\\(\"([a-z ]+)\"")]
    private static partial Regex AddedLine();
}
