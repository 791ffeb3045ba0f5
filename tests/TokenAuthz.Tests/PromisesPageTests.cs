using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using TokenAuthz.Tests.Signing.Presets;

namespace TokenAuthz.Tests;

/// <summary>Each promise of SECURITY.md has tests that name it, and the page names the tests.</summary>
public static partial class PromisesPageTests
{
    private const string Page = "SECURITY.md";

    private static readonly ImmutableArray<int> Promises = [.. Promise().Matches(Repository.Read(Page)).Select(NumberOf)];

    // By the files, as the tests that need a gateway are in another assembly; a class has the name of its file.
    private static readonly ImmutableArray<(string Class, int Promise)> Tests =
    [
        .. Repository.Find("tests", "*Tests.cs").Concat(Repository.Find("tests", "*Properties.cs"))
            .SelectMany(file =>
                Attribute().Matches(Repository.Read(file)).Select(match => (Path.GetFileNameWithoutExtension(file), NumberOf(match))))
            .Distinct()
            .Order(),
    ];

    [Fact]
    public static void Numbers_the_promises_from_1_on() => Assert.Equal(Enumerable.Range(1, 11), Promises);

    [Fact]
    public static void Has_a_test_of_every_promise_and_none_of_another() =>
        Assert.Equal(Promises, Tests.Select(test => test.Promise).Distinct().Order());

    [Fact]
    public static void Names_the_classes_of_tests_of_every_promise() => Assert.Equal(
        Promises.Select(
            promise => $"{promise}: {string.Join(' ', Tests.Where(test => test.Promise == promise).Select(test => test.Class))}"),
        MarkdownTable.Read(Page, "promise").Select(row => $"{row[0]}: {string.Join(' ', MarkdownTable.Words(row[1]))}"));

    [Fact]
    public static void Names_a_test_of_every_bound_and_every_rule_of_keys() => Assert.All(
        MarkdownTable.Read(Page, "bound").Concat(MarkdownTable.Read(Page, "rule")),
        row => Assert.All(
            MarkdownTable.Words(row[1]).Select(test => test.Split('.')).DefaultIfEmpty([row[0], ""]),
            test => Assert.Contains(
                $" {test[1]}(", Repository.Read(Assert.Single(Repository.Find("tests", $"{test[0]}.cs"))), StringComparison.Ordinal)));

    [Fact]
    public static void Lists_every_exception_to_what_a_token_opens_and_no_other() => Assert.Equal(
        SpellingExceptions.All.Select(exception => exception.Text),
        Repository.Read(Page).Split("\n4. ")[1].Split("\n5. ")[0].Split("\n   - ")[1..].Select(OnOneLine));

    private static string OnOneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static int NumberOf(Match match) => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(\d+)\. ", RegexOptions.Multiline)]
    private static partial Regex Promise();

    [GeneratedRegex(@"^ *\[Promise\((\d+)\)\]$", RegexOptions.Multiline)]
    private static partial Regex Attribute();
}
