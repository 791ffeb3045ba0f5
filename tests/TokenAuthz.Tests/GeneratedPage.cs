using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TokenAuthz.Tests;

/// <summary>
/// A page, or a table in one, that is made of the code. A test compares it, or writes it when the environment variable
/// <c>TOKEN_AUTHZ_WRITE_DOCS</c> is 1.
/// </summary>
internal static class GeneratedPage
{
    private const string WriteVariable = "TOKEN_AUTHZ_WRITE_DOCS";

    private static readonly JsonSerializerOptions Indented =
        new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Asserts that a file has a text.</summary>
    public static void AssertIs(string file, string text)
    {
        if (Environment.GetEnvironmentVariable(WriteVariable) == "1") Repository.Write(file, text);

        var isCurrent = File.Exists(Repository.PathOf(file)) && text == Repository.Read(file);
        Assert.True(isCurrent, $"{file} is out of date: run this test with {WriteVariable}=1");
    }

    /// <summary>Asserts that a file has some JSON.</summary>
    public static void AssertIs(string file, JsonNode json) => AssertIs(file, json.ToJsonString(Indented) + "\n");

    /// <summary>
    /// Asserts that a page has a text between the lines <c>&lt;!-- begin NAME --&gt;</c> and <c>&lt;!-- end NAME --&gt;</c>.
    /// </summary>
    public static void AssertHasBlock(string file, string name, string text)
    {
        var (begin, end) = ($"<!-- begin {name} -->\n", $"<!-- end {name} -->\n");
        var (before, rest) = Repository.Read(file).Split(begin) is [var head, var tail] ? (head, tail) : ("", "");
        Assert.True(rest.Contains(end, StringComparison.Ordinal), $"{file} has no block {name}");
        AssertIs(file, $"{before}{begin}\n{text.Trim('\n')}\n\n{end}{rest.Split(end, 2)[1]}");
    }

    /// <summary>Asserts that a file has a table.</summary>
    /// <param name="file">The page.</param>
    /// <param name="table">
    /// The table's lines, the heading first. It replaces the first table whose first column has the same heading.
    /// </param>
    public static void AssertHas(string file, params IReadOnlyList<string> table)
    {
        var heading = table[0].Split('|')[1];
        string[] lines = Repository.Read(file).Split('\n');
        var start = Array.FindIndex(lines, line => line.StartsWith($"|{heading}|", StringComparison.Ordinal));
        Assert.True(start >= 0, $"{file} has no table whose first column is{heading}");
        var rest = lines[start..].SkipWhile(line => line.StartsWith('|'));
        AssertIs(file, string.Join('\n', [.. lines[..start], .. table, .. rest]));
    }
}
