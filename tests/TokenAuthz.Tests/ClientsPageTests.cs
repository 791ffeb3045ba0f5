using System.Diagnostics;
using System.Text.RegularExpressions;

namespace TokenAuthz.Tests;

/// <summary>The programs of docs/clients.md print the header that the page shows. The one in C# is left out: building it takes longer than all others.</summary>
public static partial class ClientsPageTests
{
    private static readonly string Page = Repository.Read("docs/clients.md");

    public static TheoryData<string, string, string> Languages { get; } = new()
    {
        { "sh", "token.sh", "sh" },
        { "python", "token.py", "python3" },
        { "js", "token.js", "node" },
        { "go", "token.go", "go run" },
        { "java", "Token.java", "java" },
        { "php", "token.php", "php" },
    };

    [Theory]
    [MemberData(nameof(Languages))]
    public static async Task Prints_the_header_that_is_shown(string language, string file, string command)
    {
        using var folder = new TemporaryFolder();
        string[] words = [.. command.Split(' '), folder.Write(file, Program(language))];
        if (!IsInstalled(words[0])) Assert.Skip($"{words[0]} is not on PATH.");

        using var program = Process.Start(new ProcessStartInfo(words[0], words[1..]) { RedirectStandardOutput = true })!;
        var output = await program.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);

        Assert.Equal(Header().Match(Page).Value, output.TrimEnd('\n'));
    }

    private static string Program(string language) =>
        Block().Matches(Page).First(block => block.Groups["language"].Value == language && block.Value.Contains("authorization: Signature", StringComparison.Ordinal)).Groups["code"].Value;

    private static bool IsInstalled(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));

    [GeneratedRegex("^authorization: Signature v1.*$", RegexOptions.Multiline)]
    private static partial Regex Header();

    [GeneratedRegex("^```(?<language>\\w+)\n(?<code>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
