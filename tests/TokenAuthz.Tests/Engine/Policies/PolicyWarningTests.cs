using TokenAuthz.Configuration;
using TokenAuthz.Engine.Hosting;

namespace TokenAuthz.Tests.Engine.Policies;

/// <summary>A configuration that loads and probably does not do what its author means raises a warning that says what to do.</summary>
public static class PolicyWarningTests
{
    private const string A = "Policies:0:Name=a";
    private const string B = "Policies:1:Name=b";
    private const string NeverDecides =
        "policy b: it never decides, because the policy a in front of it covers every request that it covers";

    private static readonly string[] Two = ["Keys:1:Id=other", "Keys:1:Value=a-key-of-another-77af-2e60"];

    private static readonly Dictionary<string, (string[] Settings, string? Warning)> Rows = new()
    {
        ["a catch-all in front"] = ([A, B, "Policies:1:Paths:0=/x"], NeverDecides),
        ["a catch-all in front, in shadow"] = ([A, "Policies:0:Mode=Shadow", B], NeverDecides),
        ["a wider prefix in front"] = ([A, "Policies:0:Paths:0=/x", B, "Policies:1:Paths:0=/x/y", "Policies:1:Paths:1==/x"], NeverDecides),
        ["a wider prefix in front of a glob"] = ([A, "Policies:0:Paths:0=/x", B, "Policies:1:Paths:0=/x/*.m3u8"], NeverDecides),
        ["a wider host in front"] = ([A, "Policies:0:Hosts:0=*.example.com", B, "Policies:1:Hosts:0=b.example.com"], NeverDecides),
        ["more methods in front"] =
            ([A, "Policies:0:Methods:0=GET", "Policies:0:Methods:1=PUT", B, "Policies:1:Methods:0=PUT"], NeverDecides),
        ["an Allow behind an Allow"] = ([A, "Policies:0:Action=Allow", "Policies:0:Paths:0=/x", B, "Policies:1:Action=Allow",
            "Policies:1:Paths:0=/x"], NeverDecides),
        ["a Check behind an Allow, for ambiguous paths"] =
            ([A, "Policies:0:Action=Allow", "Policies:0:Paths:0=/x", B, "Policies:1:Paths:0=/x"], null),
        ["a narrower prefix in front"] = ([A, "Policies:0:Paths:0=/x/y", B, "Policies:1:Paths:0=/x"], null),
        ["a prefix that ends in a segment"] = ([A, "Policies:0:Paths:0=/x", B, "Policies:1:Paths:0=/x*"], null),
        ["a prefix with its slash"] = ([A, "Policies:0:Paths:0=/x/", B, "Policies:1:Paths:0=/x"], null),
        ["another host in front"] = ([A, "Policies:0:Hosts:0=a.example.com", B, "Policies:1:Hosts:0=*.example.com"], null),
        ["fewer methods in front"] = ([A, "Policies:0:Methods:0=GET", B], null),
        ["a policy that a route may name"] = ([A, B, "Listeners:0:Url=http://127.0.0.1:0", "Listeners:0:Kind=ext-authz-grpc"], null),
        ["a policy that no listener serves"] =
            ([A, "Policies:0:Paths:0=/x", B, "Listeners:0:Url=http://127.0.0.1:0", "Listeners:0:Policies:0=b"],
                "policy a: no listener serves it: name it in the Policies of one, or remove it"),
        ["an Allow of everything behind a Deny"] =
            ([A, "Policies:0:Action=Deny", "Policies:0:Paths:0=/internal", B, "Policies:1:Action=Allow"],
                "policy b: with the Action Allow it opens every path that no policy in front of it covers"),
        ["a shadow of everything behind a Check"] = ([A, "Policies:0:Paths:0=/internal", B, "Policies:1:Mode=Shadow"],
            "policy b: with the Mode Shadow it opens every path that no policy in front of it covers"),
        ["an optional token for everything behind a Check"] = ([A, "Policies:0:Paths:0=/internal", B, "Policies:1:Mode=Optional"],
            "policy b: with the Mode Optional it opens every path that no policy in front of it covers"),
        ["a Check of everything behind a shadow"] = ([A, "Policies:0:Paths:0=/x", "Policies:0:Mode=Shadow", B], null),
        ["an Allow of everything alone"] = ([A, "Policies:0:Action=Allow"], null),
        ["a policy without Keys beside one with its own"] = ([.. Two, A, "Policies:0:Paths:0=/x", "Policies:0:Keys:0=other", B],
            "policy b: it lists no Keys, so that tokens of the key other, which the policy a lists, open it too: list its own Keys"),
        ["policies that all list their keys"] =
            ([.. Two, A, "Policies:0:Paths:0=/x", "Policies:0:Keys:0=other", B, "Policies:1:Keys:0=ours"], null),
        ["a key that no policy lists"] =
            ([.. Two, A, "Policies:0:Keys:0=ours"], "key other: no policy uses it, so that its tokens open nothing"),
        ["one key under two ids"] = (["Keys:1:Id=other", "Keys:1:Value=a-key-of-ours-5d1c-77af"],
            "key other: it is the same key as ours, so that whoever has one has both"),
        ["a scheme that no policy names"] =
            (["Schemes:old:Preset=keycdn", A], "scheme old: no policy uses it: name it in the Scheme of a policy"),
        ["a scheme that a policy names"] = (["Schemes:old:Preset=keycdn", A, "Policies:0:Scheme=old"], null),
    };

    public static TheoryData<string> Names => [.. Rows.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public static void Is_raised_where_nobody_means_it_and_nowhere_else(string description)
    {
        var (settings, expected) = Rows[description];

        var warnings = WarningsOf(settings);

        if (expected is null) Expect.Equal("", string.Join('\n', warnings), description);
        else Assert.StartsWith(expected, Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Fact]
    public static void Is_raised_ten_times_of_a_kind_at_most()
    {
        var warnings = WarningsOf([.. Enumerable.Range(0, 2000).Select(i => $"Policies:{i}:Name=p{i}")]);

        Assert.Equal((11, "there are 1989 more warnings like the last one"), (warnings.Length, warnings[^1]));
    }

    private static string[] WarningsOf(string[] settings) =>
    [
        .. HostConfiguration.Load(
            new(() => WrittenSettings.Of(["Keys:0:Id=ours", "Keys:0:Value=a-key-of-ours-5d1c-77af", .. settings]), [], IsDevelopment: false)
            {
                IsServed = true,
            },
            ServiceSettings.Read,
            TimeProvider.System).Engine.Snapshot.Warnings,
    ];
}
