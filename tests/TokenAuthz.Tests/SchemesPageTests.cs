using System.Collections.Immutable;
using System.Reflection;
using System.Text.RegularExpressions;
using TokenAuthz.Signing.Algorithms;
using TokenAuthz.Signing.Filters;
using TokenAuthz.Signing.Messages;
using TokenAuthz.Signing.Schemes;
using TokenAuthz.Signing.Tokens;
using TokenAuthz.Tests.Formats;
using TokenAuthz.Tests.Settings;

namespace TokenAuthz.Tests;

/// <summary>docs/schemes.md lists what the code knows, and nothing else.</summary>
public static partial class SchemesPageTests
{
    private const string Page = "docs/schemes.md";

    private static readonly ImmutableArray<string[]> Settings = MarkdownTable.Read(Page, "setting");

    [Fact]
    public static void Lists_every_setting_as_it_is_described() =>
        GeneratedPage.AssertHas(Page, SettingsTables.Lines(KnownSettings.Tree.Find("Schemes")!.Children));

    [Fact]
    public static void Lists_every_setting_of_a_handshake_as_it_is_described()
    {
        var settings = KnownSettings.Tree.Find("Schemes")!.Find("Handshakes")!.Children;

        GeneratedPage.AssertHas(Page, [.. SettingsTables.Lines(settings).Select((line, i) => i == 0 ? $"| handshake{line[1..]}" : line)]);
    }

    [Fact]
    public static void Shows_the_default_of_each()
    {
        string[] shown =
        [
            .. Settings.Where(row => row[1].StartsWith('`'))
                .Select(row => $"Schemes:a:{MarkdownTable.Words(row[0]).Single()}={MarkdownTable.Words(row[1]).Single()}"),
        ];
        Assert.Contains("Schemes:a:Ttl=00:30:00", shown);
        Assert.Contains("Schemes:a:SaltEncoding=Text", shown);

        var (written, absent) = (Definition(shown), Definition());

        Assert.Equal(absent, written with { Token = absent.Token });
    }

    [Fact]
    public static void Lists_every_place_of_a_token_and_no_other() =>
        AssertSame(
            Enum.GetNames<TokenPlace>().Select(name => name.ToLowerInvariant()),
            MarkdownTable.Names(Page, "place").Select(name => name.Split(':')[0]));

    [Fact]
    public static void Lists_every_field_that_has_a_meaning_and_no_other() =>
        AssertSame(
            typeof(WellKnownFields)
                .GetFields(BindingFlags.Public | BindingFlags.Static)
                .Where(field => field.IsLiteral)
                .Select(field => (string)field.GetRawConstantValue()!),
            MarkdownTable.Names(Page, "field"));

    [Fact]
    public static void Lists_every_format_of_a_time_and_no_other()
    {
        var row = MarkdownTable.Read(Page, "field").Single(row => row[0].Contains("`issued`", StringComparison.Ordinal));

        AssertSame(TimeFormat.Names, TimeFormatName().Matches(row[1]).Select(match => match.Groups[1].Value).Append("unix"));
        Assert.All(TimeFormat.Names, name => Assert.NotNull(TimeFormat.Parse(name)));
    }

    [Fact]
    public static void Lists_every_part_of_a_message_and_no_other() =>
        AssertSame(
            PartTable.Names.Concat(["header?:NAME", "query?:NAME", "Let"]).Select(name => name == "Let" ? name : $"{{{name}}}"),
            MarkdownTable.Names(Page, "part").Concat(
                MarkdownTable.Read(Page, "part").SelectMany(row => MarkdownTable.Words(row[1]))
                    .Where(word => word.Contains("?:", StringComparison.Ordinal))));

    [Fact]
    public static void Lists_every_codec_and_no_other() => AssertSame(
        ItemParser.CodecNames,
        MarkdownTable.Read(Page, "codec").SelectMany(row =>
            MarkdownTable.Words(row[0]).Concat(MarkdownTable.Words(row[1]).Where(word => word.EndsWith('!')))));

    [Fact]
    public static void Lists_every_filter_and_no_other() => AssertSame(TextFilters.Names, MarkdownTable.Names(Page, "filter"));

    [Fact]
    public static void Shows_a_request_that_its_configuration_allows()
    {
        var engine = new ExampleEngine(Assert.Single(PageBlocks.Of(Page, "json")), FormatExampleResult.Now);
        var request = Assert.Single(PageBlocks.Of(Page, "http")).TrimEnd('\n');

        Assert.True(engine.Decide(ExampleRequest.Parse(request)).IsAllowed);
        Assert.False(engine.Decide(ExampleRequest.Parse(request + " ")).IsAllowed);
    }

    [Fact]
    public static void Names_every_algorithm_and_no_other() =>
        AssertSame(Enum.GetNames<SignatureAlgorithm>(), MarkdownTable.Names(Page, "algorithm"));

    private static SchemeDefinition Definition(params string[] settings) =>
        KnownSettings.Snapshot([
            .. settings, "Schemes:a:Token=header:token={sig}", "Schemes:a:Message={path}", "Policies:0:Name=a", "Policies:0:Scheme=a"
        ]).Policies[0].Accepts!.All[0].Scheme.Definition;

    private static void AssertSame(IEnumerable<string> known, IEnumerable<string> listed) =>
        Assert.Equal(known.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));

    [GeneratedRegex("{issued:([^}]+)}")]
    private static partial Regex TimeFormatName();
}
