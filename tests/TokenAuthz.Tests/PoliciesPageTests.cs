using TokenAuthz.Signing;
using TokenAuthz.Tests.Formats;
using TokenAuthz.Tests.Settings;

namespace TokenAuthz.Tests;

/// <summary>docs/policies.md lists what the code knows, and its example does what it says.</summary>
public static class PoliciesPageTests
{
    private const string Page = "docs/policies.md";
    private const string KeyFolder = "/etc/token-authz/keys";

    [Fact]
    public static void Lists_every_setting_as_it_is_described() =>
        GeneratedPage.AssertHas(Page, SettingsTables.Lines(KnownSettings.Tree.Find("Policies")!.Children));

    [Fact]
    public static void Lists_every_reason_with_its_meaning() => GeneratedPage.AssertHas(
        Page, ["| reason | meaning |", "| --- | --- |", .. DenyReasons.All.OrderBy(reason => reason is DenyReason.Error).Select(Row)]);

    public static TheoryData<string, string, string, string, string?> Requests { get; } = new()
    {
        { "a file without a token", "GET /assets/1.css", "www.example.com", "assets", null },
        { "an exact path without a token", "HEAD /favicon.ico", "www.example.com", "assets", null },
        { "another method", "POST /assets/1.css", "www.example.com", "rest", "missing_token" },
        { "an ambiguous path", "GET /assets/../a", "www.example.com", "rest", "missing_token" },
        { "what nobody may have", "GET /internal/1", "video.example.com", "internal", "denied" },
        { "a host", "GET /1.mp4", "video.example.com:8443", "video", "missing_token" },
        { "a host below another", "GET /1.mp4", "a.cdn.example.com", "video", "missing_token" },
        { "a host two below", "GET /1.mp4", "a.b.cdn.example.com", "rest", "missing_token" },
        { "what nobody may have, without its slash", "GET /internal", "www.example.com", "internal", "denied" },
        { "an empty segment before what nobody may have", "GET //internal/x", "www.example.com", "rest", "missing_token" },
        { "dots that lead to what nobody may have", "GET /assets/../internal/x", "www.example.com", "rest", "missing_token" },
        { "dots that lead from what is tried to what nobody may have", "GET /reports/../internal/x",
            "www.example.com", "trial", "missing_token" },
        { "an escape in what nobody may have", "GET /%69nternal/x", "www.example.com", "rest", "missing_token" },
        { "an escaped slash in what nobody may have", "GET /internal%2fx", "www.example.com", "rest", "missing_token" },
        { "a parameter in a partner's path", "GET /partner;a/x", "www.example.com", "rest", "missing_token" },
        { "what is tried", "GET /reports/1", "www.example.com", "trial", "missing_token" },
        { "a partner", "GET /partner/orders", "www.example.com", "partner", "missing_token" },
        { "the rest", "GET /", "www.example.com", "rest", "missing_token" },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public static void Shows_an_example_that_decides_as_it_says_when_asked_for(
        string description, string line, string host, string policy, string? reason)
    {
        using var folder = new TemporaryFolder();
        folder.Write("2026-11", "a-key-of-ours-5d1c");
        folder.Write("partner", "a-key-of-theirs-77af");
        var json = PageBlocks.Of(Page, "json")[0];
        Assert.Contains(KeyFolder, json, StringComparison.Ordinal);
        var engine = new ExampleEngine(json.Replace(KeyFolder, folder.Path, StringComparison.Ordinal), FormatExampleResult.Now);

        var decision = engine.Decide(ExampleRequest.Parse($"{line} HTTP/1.1\nHost: {host}"));

        var isShadow = line == "GET /reports/1";
        Expect.Equal(
            (policy, reason is null || isShadow), (decision.Policy?.Name, decision.IsAllowed), $"{description}: {decision.Reason?.Code()}");
        if (reason is not null) Assert.Equal(reason, decision.Reason?.Code());
    }

    private static string Row(DenyReason reason) => $"| `{reason.Code()}` | {reason.Meaning()} |";
}
