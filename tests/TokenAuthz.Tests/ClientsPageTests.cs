using System.Diagnostics;

namespace TokenAuthz.Tests;

/// <summary>
/// The programs of docs/clients.md print the header that the page shows. No test runs the one in C#, because building it takes longer
/// than all others.
/// </summary>
public static class ClientsPageTests
{
    private const string Page = "docs/clients.md";

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
        string[] words = [.. command.Split(' '), folder.Write(file, PageBlocks.Of(Page, language)[^1])];
        string[] needed = language == "sh" ? [words[0], "openssl"] : [words[0]];
        if (!Programs.AreThere(needed)) Assert.Skip($"Not all are on PATH: {string.Join(", ", needed)}.");

        using var program = Process.Start(new ProcessStartInfo(words[0], words[1..]) { RedirectStandardOutput = true })!;
        var output = await program.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);

        Assert.Equal(PageBlocks.Of(Page, "")[0], output);
    }
}
