using TokenAuthz.Engine.Checks;
using TokenAuthz.Signing;
using TokenAuthz.Tests.Signing;

namespace TokenAuthz.Tests.Engine.Policies;

public static class PolicyDecisionTests
{
    private static readonly KeyValuePair<string, string> Origin = new("Origin", "https://app.example.com");
    private static readonly KeyValuePair<string, string> Asked = new("Access-Control-Request-Method", "PUT");

    private static readonly (string Name, TestRequest Request, bool IsPreflight)[] PreflightRows =
    [
        ("a preflight", new("/a") { MethodText = "OPTIONS", Headers = [Origin, Asked] }, true),
        ("another method", new("/a") { MethodText = "GET", Headers = [Origin, Asked] }, false),
        ("the method in lower case", new("/a") { MethodText = "options", Headers = [Origin, Asked] }, false),
        ("no origin", new("/a") { MethodText = "OPTIONS", Headers = [Asked] }, false),
        ("no method asked for", new("/a") { MethodText = "OPTIONS", Headers = [Origin] }, false),
        ("two origins", new("/a") { MethodText = "OPTIONS", Headers = [Origin, Origin, Asked] }, false),
        ("a path that can be read in two ways", new("/a/../b") { MethodText = "OPTIONS", Headers = [Origin, Asked] }, false),
        ("a target that is no path", new("*") { MethodText = "OPTIONS", Headers = [Origin, Asked] }, false),
    ];

    public static TheoryData<string> Preflights => [.. PreflightRows.Select(row => row.Name)];

    public static TheoryData<string> AmbiguousPaths =>
    [
        "//a", "/a//b", "/./a", "/a/..", "/a/%2e%2e/b", "/a%2fb", "/a%5cb", "/%61", "/a;x", "/a\\b", "/a%3bx", "/a%252e", "/a%3fx",
        "/a%23x", "/a%zz", "/a%00", "a", "*", "",
    ];

    [Theory]
    [InlineData("Allow", null, null)]
    [InlineData("Deny", null, DenyReason.Denied)]
    [InlineData("Check", null, DenyReason.MissingToken)]
    [InlineData("Check", "wrong", DenyReason.InvalidToken)]
    public static void Does_what_its_action_says(string action, string? token, DenyReason? reason)
    {
        var request = new TestRequest("/a") { Headers = token is null ? [] : [new("token", token)] };

        var decision = new PolicySamples("Policies:0:Name=p", $"Policies:0:Action={action}").Decide(request);

        Assert.Equal((reason is null, reason), (decision.IsAllowed, decision.Reason));
        Assert.Equal("p", decision.Policy!.Name);
    }

    [Fact]
    public static void Denies_what_no_policy_covers()
    {
        var decision = new PolicySamples("Policies:0:Name=p", "Policies:0:Paths:0=/b", "Policies:0:Action=Allow").Decide(new("/a"));

        Assert.Equal((DecisionOutcome.Deny, DenyReason.NoPolicy, null), (decision.Outcome, decision.Reason, decision.Policy));
    }

    [Theory]
    [MemberData(nameof(AmbiguousPaths))]
    public static void Opens_no_path_that_can_be_read_in_two_ways(string path)
    {
        var samples = new PolicySamples("Policies:0:Name=public", "Policies:0:Action=Allow", "Policies:1:Name=rest");

        Assert.Equal("rest", samples.Find(new(path))!.Name);
        Assert.Equal("rest", samples.Find(new(path + "?/plain"))!.Name);
        Assert.Equal("public", samples.Find(new("/plain?" + path))!.Name);
    }

    [Theory]
    [MemberData(nameof(Preflights))]
    public static void Lets_a_preflight_pass_and_nothing_else(string name)
    {
        var (_, request, isPreflight) = PreflightRows.Single(row => row.Name == name);

        Assert.Equal(isPreflight, new PolicySamples("Policies:0:Name=p", "Policies:0:AllowPreflight=true").Decide(request).IsAllowed);
        Assert.False(new PolicySamples("Policies:0:Name=p").Decide(request).IsAllowed);
    }

    [Theory]
    [InlineData("a wrong token", "wrong", DecisionOutcome.Shadow)]
    [InlineData("none", null, DecisionOutcome.Shadow)]
    [InlineData("the right one", "right", DecisionOutcome.Allow)]
    public static void Lets_pass_in_shadow_and_says_what_it_would_not(string description, string? token, DecisionOutcome outcome)
    {
        var header = token == "right" ? Token.Of("/a", PolicySamples.Secret) : token;
        var request = new TestRequest("/a") { Headers = header is null ? [] : [new("token", header)] };

        var decision = new PolicySamples("Policies:0:Name=p", "Policies:0:Mode=Shadow").Decide(request);

        Assert.True(decision.IsAllowed && decision.Outcome == outcome, $"{description}: {decision.Outcome}");
        if (outcome is DecisionOutcome.Shadow)
            Assert.Equal(token is null ? DenyReason.MissingToken : DenyReason.InvalidToken, decision.Reason);
    }

    [Theory]
    [MemberData(nameof(AmbiguousPaths))]
    public static void Does_not_shadow_a_path_that_another_policy_may_be_meant_for(string path)
    {
        var request = new TestRequest(path);
        var listed = new PolicySamples(
            "Policies:0:Name=p", "Policies:0:Mode=Shadow", "Policies:0:Paths:0=/a",
            "Policies:1:Name=q", "Policies:1:Mode=Shadow", "Policies:1:Paths:0=/*");
        var behind = new PolicySamples(
            "Policies:0:Name=p", "Policies:0:Paths:0=/guarded/", "Policies:1:Name=rest", "Policies:1:Mode=Shadow");
        var inFront = new PolicySamples(
            "Policies:0:Name=rest", "Policies:0:Mode=Shadow", "Policies:1:Name=p", "Policies:1:Paths:0=/guarded/");
        var everything = new PolicySamples("Policies:0:Name=p", "Policies:0:Mode=Shadow", "Policies:1:Name=q");

        Assert.False(listed.Decide(request).IsAllowed);
        Assert.Equal(("rest", false), (behind.Find(request)!.Name, behind.Decide(request).IsAllowed));
        Assert.Equal(("rest", false), (inFront.Find(request)!.Name, inFront.Decide(request).IsAllowed));
        Assert.True(behind.Decide(new("/plain")).IsAllowed, "a path that can be read in one way only");
        Assert.Equal(path.Length > 0 ? DecisionOutcome.Shadow : DecisionOutcome.Deny, everything.Decide(request).Outcome);
    }

    [Theory]
    [MemberData(nameof(AmbiguousPaths))]
    public static void Opens_no_such_path_by_a_policy_that_the_route_names(string path)
    {
        string[] allow = ["Policies:0:Name=open", "Policies:0:Action=Allow"];
        var (request, plain) = (new TestRequest(path), new TestRequest("/plain"));
        var beside = new PolicySamples([.. allow, "Policies:1:Name=p", "Policies:1:Paths:0=/guarded/"]);

        Assert.False(beside.DecideBy("open", request).IsAllowed);
        Assert.True(beside.DecideBy("open", plain).IsAllowed);
        Assert.Equal(path.Length > 0, new PolicySamples(allow).DecideBy("open", request).IsAllowed);
    }

    [Theory]
    [InlineData("none", "", null)]
    [InlineData("one that is ill-formed", "a.example.com:80:80", null)]
    [InlineData("another", "b.example.com", "rest")]
    [InlineData("one that a policy lists", "A.Example.com.:443", "a")]
    public static void Covers_no_request_whose_host_cannot_be_told_where_hosts_decide(string description, string host, string? policy)
    {
        var request = new TestRequest("/a") { HostText = host };

        var samples = new PolicySamples(
            "Policies:0:Name=a", "Policies:0:Hosts:0=a.example.com", "Policies:1:Name=rest", "Policies:1:Action=Allow");
        var found = samples.Find(request);

        Expect.Equal(policy, found?.Name, description);
        Assert.Equal("rest", new PolicySamples("Policies:0:Name=rest", "Policies:0:Action=Allow").Find(request)!.Name);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(28_000)]
    [InlineData(60_000)]
    public static void Denies_by_a_glob_however_long_the_path(int length)
    {
        var glob = $"Policies:0:Paths:0=/*/{new string('?', 32)}/private";
        var samples = new PolicySamples(
            "Policies:0:Name=p", "Policies:0:Action=Deny", glob, "Policies:1:Name=rest", "Policies:1:Action=Allow");

        Assert.Equal("p", samples.Find(new($"/{string.Concat(Enumerable.Repeat("a/", length / 2))}{new string('f', 32)}/private"))?.Name);
    }

    [Fact]
    public static void Answers_a_reason_with_its_status_and_others_with_403()
    {
        var samples = new PolicySamples(
            "Policies:0:Name=p", "Policies:0:Deny:Statuses:expired=410", "Policies:0:Deny:Statuses:missing_token=401");
        var policy = samples.All.Single();

        Assert.Equal(
            DenyReasons.All.Select(reason => reason switch { DenyReason.Expired => 410, DenyReason.MissingToken => 401, _ => 403 }),
            DenyReasons.All.Select(reason => policy.DenyResponses[reason].Status));
    }
}
