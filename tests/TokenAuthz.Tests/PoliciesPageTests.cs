using System.Collections.Immutable;
using TokenAuthz.Engine.Policies;
using TokenAuthz.Signing;
using TokenAuthz.Tests.Formats;

namespace TokenAuthz.Tests;

/// <summary>docs/policies.md lists what the code knows, and its example does what it says.</summary>
public static class PoliciesPageTests
{
    private const string Page = "docs/policies.md";
    private const string KeyFolder = "/etc/token-authz/keys";

    private static readonly ImmutableArray<string[]> Settings = MarkdownTable.Read(Page, "setting");

    [Fact]
    public static void Lists_every_setting_and_no_other()
    {
        var known = KnownSettings.In("Policies:0:").Where(name => name != "Deny").Concat(KnownSettings.In("Policies:0:Deny:").Select(name => "Deny:" + name));

        Assert.Equal(known.Order(StringComparer.Ordinal), MarkdownTable.Names(Page, "setting").Order(StringComparer.Ordinal));
    }

    [Fact]
    public static void Shows_the_default_of_each()
    {
        string[] shown = [.. Settings.Where(row => row[1].StartsWith('`')).Select(row => $"Policies:0:{row[0].Trim('`')}={row[1].Trim('`')}")];
        Assert.Contains("Policies:0:Mode=Enforce", shown);

        var (written, absent) = (Policy(shown), Policy());

        Assert.Equal((absent.Action, absent.Mode, absent.AllowsPreflight, absent.Scheme!.Name), (written.Action, written.Mode, written.AllowsPreflight, written.Scheme!.Name));
        Assert.Equal(DenyReasons.All.Select(reason => absent.DenyResponses[reason].Status), DenyReasons.All.Select(_ => int.Parse(Setting("Deny:Statuses")[1].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal(absent.DenyResponses[DenyReason.Expired].ContentType, written.DenyResponses[DenyReason.Expired].ContentType);
    }

    [Fact]
    public static void Lists_the_words_of_each_choice()
    {
        Assert.Equal(Enum.GetNames<PolicyAction>().Order(), Choices("Action"));
        Assert.Equal(Enum.GetNames<PolicyMode>().Order(), Choices("Mode").Append(nameof(PolicyMode.Enforce)).Order());
        Assert.Equal(Enum.GetNames<DenyBody>().Order(), Choices("Deny:Body"));
    }

    public static TheoryData<string, string, string, string, string?> Requests { get; } = new()
    {
        { "a file without a token", "GET /assets/1.css", "www.example.com", "assets", null },
        { "an exact path without a token", "HEAD /favicon.ico", "www.example.com", "assets", null },
        { "another method", "POST /assets/1.css", "www.example.com", "rest", "missing_token" },
        { "an ambiguous path", "GET /assets/../a", "www.example.com", "rest", "missing_token" },
        { "what nobody may have", "GET /internal/1", "video.example.com", "internal", "no_policy" },
        { "a host", "GET /1.mp4", "video.example.com:8443", "video", "missing_token" },
        { "a host below another", "GET /1.mp4", "a.cdn.example.com", "video", "missing_token" },
        { "a host two below", "GET /1.mp4", "a.b.cdn.example.com", "rest", "missing_token" },
        { "what nobody may have, without its slash", "GET /internal", "www.example.com", "internal", "no_policy" },
        { "an empty segment before what nobody may have", "GET //internal/x", "www.example.com", "rest", "missing_token" },
        { "dots that lead to what nobody may have", "GET /assets/../internal/x", "www.example.com", "rest", "missing_token" },
        { "dots that lead from what is tried to what nobody may have", "GET /reports/../internal/x", "www.example.com", "trial", "missing_token" },
        { "an escape in what nobody may have", "GET /%69nternal/x", "www.example.com", "rest", "missing_token" },
        { "an escaped slash in what nobody may have", "GET /internal%2fx", "www.example.com", "rest", "missing_token" },
        { "a parameter in a partner's path", "GET /partner;a/x", "www.example.com", "rest", "missing_token" },
        { "what is tried", "GET /reports/1", "www.example.com", "trial", "missing_token" },
        { "a partner", "GET /partner/orders", "www.example.com", "partner", "missing_token" },
        { "the rest", "GET /", "www.example.com", "rest", "missing_token" },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public static void Shows_an_example_that_decides_as_it_says_when_asked_for(string description, string line, string host, string policy, string? reason)
    {
        using var folder = new TemporaryFolder();
        folder.Write("2026-11", "a-key-of-ours-5d1c");
        folder.Write("partner", "a-key-of-theirs-77af");
        var json = PageBlocks.Of(Page, "json")[0];
        Assert.Contains(KeyFolder, json, StringComparison.Ordinal);
        var engine = new ExampleEngine(json.Replace(KeyFolder, folder.Path, StringComparison.Ordinal), FormatExampleResult.Now);

        var decision = engine.Decide(ExampleRequest.Parse($"{line} HTTP/1.1\nHost: {host}"));

        var isShadow = line == "GET /reports/1";
        Assert.True((decision.Policy?.Name, decision.IsAllowed) == (policy, reason is null || isShadow), $"{description}: {decision.Policy?.Name} {decision.Reason?.Code()}");
        if (reason is not null) Assert.Equal(reason, decision.Reason?.Code());
    }

    private static Policy Policy(params string[] settings) => KnownSettings.Snapshot([.. settings, "Policies:0:Name=a"]).Policies[0];

    private static string[] Setting(string name) => Settings.Single(row => row[0] == $"`{name}`");

    private static IEnumerable<string> Choices(string name) => MarkdownTable.Words(Setting(name)[2]).Where(word => word.All(char.IsAsciiLetter)).Distinct().Order();
}
