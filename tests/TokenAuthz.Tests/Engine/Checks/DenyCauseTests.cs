using TokenAuthz.Engine.Checks;
using TokenAuthz.Signing;
using TokenAuthz.Tests.Engine.Policies;
using TokenAuthz.Tests.Signing;

namespace TokenAuthz.Tests.Engine.Checks;

/// <summary>A denied check tells what it comes from: which step, and which key the token names.</summary>
public static class DenyCauseTests
{
    private const string Key = PolicySamples.Secret;

    // The last second of the year 2030, and one that has passed.
    private const string Later = "1924991999";
    private const string Passed = "1700000000";

    private static readonly string[] Links =
    [
        "Policies:0:Name=closed", "Policies:0:Paths:0=/closed", "Policies:0:Action=Deny",
        "Policies:1:Name=hooks", "Policies:1:Paths:0=/hook", "Policies:1:Scheme=github-webhook",
        "Policies:2:Name=once", "Policies:2:Paths:0=/once", "Policies:2:Scheme=once",
        "Policies:3:Name=bound", "Policies:3:Paths:0=/bound", "Policies:3:Scheme=bound",
        "Policies:4:Name=ended", "Policies:4:Paths:0=/ended", "Policies:4:Scheme=links", "Policies:4:Keys:0=ended",
        "Policies:5:Name=jwt", "Policies:5:Paths:0=/jwt", "Policies:5:Scheme=jwt", "Policies:5:Keys:0=jwt",
        "Policies:6:Name=links", "Policies:6:Paths:0=/a", "Policies:6:Scheme=links", "Policies:6:Keys:0=default",
        "Keys:0:Id=ended", "Keys:0:Value=theirs-5d1c-77af-2e60", "Keys:0:NotAfter=2024-01-01T00:00:00Z",
        "Keys:1:Id=jwt", "Keys:1:Value=a-key-for-one-algorithm-77af-2e60", "Keys:1:Algorithm=HmacSha256",
        "Schemes:links:Token:0=query:sig={kid}.{expires}.{sig} | header:x-sig={kid}.{expires}.{sig}",
        "Schemes:links:Message={path}\n{expires}\n{kid}", "Schemes:links:Algorithm=HmacSha256", "Schemes:links:Horizon=7300.00:00:00",
        "Schemes:once:Token:0=header:x-sig={sig}", "Schemes:once:Message={path}",
        "Schemes:once:Algorithm=HmacSha256", "Schemes:once:SingleUse=true", "Schemes:once:RememberFor=01:00:00",
        "Schemes:bound:Token:0=header:x-sig={sig}", "Schemes:bound:Message={path}\n{header:x-tenant}", "Schemes:bound:Algorithm=HmacSha256",
    ];

    private static readonly Dictionary<string, (TestRequest Request, DenyCause Cause, string? Key)> Rows = new()
    {
        ["no token"] = (new("/a"), DenyCause.MissingToken, null),
        ["the token in a cookie"] = (With("/a", "cookie", "a=b; sig=x"), DenyCause.TokenElsewhere, null),
        ["the header's token in the query"] = (new("/a?x-sig=1"), DenyCause.TokenElsewhere, null),
        ["a token that is no token"] = (new("/a?sig=1"), DenyCause.MissingToken, null),
        ["fields that are empty"] = (new("/a?sig=.."), DenyCause.TokenIllFormed, null),
        ["the parameter twice"] = (new("/a?sig=a.1.b&sig=a.1.b"), DenyCause.TokenRepeated, null),
        ["two tokens"] = (With($"/a?sig={Of("/a", Later)}", "x-sig", Of("/a", Passed)), DenyCause.TwoTokens, "default"),
        ["another key's id"] = (new($"/a?sig=other.{Later}.00"), DenyCause.UnknownKey, null),
        ["a time that is none"] = (new("/a?sig=default.soon.00"), DenyCause.TimeIllFormed, "default"),
        ["a token that has ended"] = (new($"/a?sig={Of("/a", Passed)}"), DenyCause.Expired, "default"),
        ["a token of the year 2100"] = (new($"/a?sig={Of("/a", "4102444800")}"), DenyCause.EndsTooLate, "default"),
        ["another path"] = (new($"/a/b?sig={Of("/a", Later)}"), DenyCause.WrongSignature, "default"),
        ["a signature that is no hex"] = (new($"/a?sig=default.{Later}.zz"), DenyCause.SignatureIllFormed, "default"),
        ["a key that has ended"] =
            (new($"/ended?sig=ended.{Later}.{new string('0', 64)}"), DenyCause.KeyNotValid, "ended"),
        ["a signed header that is missing"] = (With("/bound", "x-sig", new('0', 64)), DenyCause.PartMissing, null),
        ["a hook without its body"] = (Hook("POST", ""), DenyCause.BodyEmpty, null),
        ["a hook with another body"] = (Hook("POST", "other"), DenyCause.WrongSignature, null),
        ["a GET, which has no body"] = (Hook("GET", ""), DenyCause.WrongSignature, null),
        ["an algorithm that is not the key's"] = (With("/jwt", "authorization", $"Bearer {NoneToken}.AA"), DenyCause.OtherAlgorithm, null),
        ["a policy that denies"] = (new("/closed"), DenyCause.Denied, null),
        ["no policy"] = (new("/b"), DenyCause.NoPolicy, null),
        ["a host that can be read in two ways"] = (new("/a") { HostText = "a:80:80" }, DenyCause.HostIllFormed, null),
        ["no target"] = (new(""), DenyCause.RequestLineIllFormed, null),
        ["no method"] = (new("/a") { MethodText = "" }, DenyCause.RequestLineIllFormed, null),
    };

    public static TheoryData<string> Names => [.. Rows.Keys];

    // {"alg":"none"} and a token of the year 2030.
    private static string NoneToken => $"{Base64("""{"alg":"none"}""")}.{Base64($$"""{"exp":{{Later}}}""")}";

    [Theory]
    [MemberData(nameof(Names))]
    public static void Tells_the_step_and_the_key_when_a_request_has(string description)
    {
        var (request, cause, key) = Rows[description];

        var decision = new PolicySamples(Links).Decide(request);

        Expect.Equal(((DenyCause?)cause, key), (decision.Cause, decision.KnownKey?.Id), description);
        Assert.Equal((cause.Reason(), null), (decision.Reason!.Value, decision.Key));
    }

    [Fact]
    public static void Tells_that_a_route_names_a_policy_that_there_is_not()
    {
        var samples = new PolicySamples(Links);

        Assert.Equal(DenyCause.UnknownPolicy, samples.DecideBy("none", new("/a")).Cause);
        Assert.Null(samples.Decide(new($"/a?sig={Of("/a", Later)}")).Cause);
    }

    [Fact]
    public static void Tells_an_unknown_host_from_an_uncovered_request()
    {
        var samples = new PolicySamples("Policies:0:Name=p", "Policies:0:Hosts:0=a.example.com");

        Assert.Equal(DenyCause.NoHost, samples.Decide(new("/a") { HostText = "" }).Cause);
        Assert.Equal(DenyCause.NoPolicy, samples.Decide(new("/a")).Cause);
    }

    [Fact]
    public static void Names_the_key_of_a_token_that_was_used_before()
    {
        var request = With("/once", "x-sig", Token.WebhookSignature("/once", Key));
        var step = new PolicySamples(Links).Engine.Begin(PolicySamples.Listener, null, ref request);

        var (replayed, failed) = (step.WithClaim(ClaimResult.Replayed).Decision, step.WithClaim(ClaimResult.Unknown).Decision);

        Assert.Equal((DenyCause.Replayed, "default"), (replayed.Cause, replayed.KnownKey?.Id));
        Assert.Equal((DenyCause.StoreFailed, "default"), (failed.Cause, failed.KnownKey?.Id));
    }

    private static TestRequest With(string target, string header, string value) => new(target) { Headers = [new(header, value)] };

    private static TestRequest Hook(string method, string body) =>
        With("/hook", "x-hub-signature-256", $"sha256={Token.WebhookSignature("body", Key)}") with
        {
            MethodText = method,
            BodyBytes = System.Text.Encoding.ASCII.GetBytes(body),
        };

    private static string Of(string path, string expires) =>
        $"default.{expires}.{Token.WebhookSignature($"{path}\n{expires}\ndefault", Key)}";

    private static string Base64(string text) =>
        System.Buffers.Text.Base64Url.EncodeToString(System.Text.Encoding.ASCII.GetBytes(text));
}
