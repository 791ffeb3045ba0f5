using TokenAuthz.Signing;
using TokenAuthz.Signing.Verifying;
using TokenAuthz.Tests.Signing;

namespace TokenAuthz.Tests.Engine.Units;

/// <summary>A unit decides nothing outside its grant, and uses nothing of the operator or of another unit.</summary>
[Promise(11)]
public sealed class UnitIsolationTests : IDisposable
{
    private const string Video = "the-key-of-team-video";
    private const string Shop = "the-key-of-team-shop";
    private const string Grants =
        """ "video": { "Hosts": [ "video.example.com" ] }, "shop": { "Hosts": [ "shop.example.com" ], "Paths": [ "/shop" ] } """;

    private const string OneSignature = """
        { "Preset": "token-header", "Token": [ "header:token={sig}", "header:x-at={issued}" ], "Message": "{target}{issued}{key}",
          "Ttl": "00:10:00", "SingleUse": true }
        """;

    private readonly UnitStand _stand = new();

    public void Dispose() => _stand.Dispose();

    [Theory]
    [InlineData("video.example.com/a", Video, true, "its own path")]
    [InlineData("video.example.com/a", Shop, false, "the path of another unit")]
    [InlineData("video.example.com/a", UnitStand.OperatorSecret, false, "the path of a unit, by the operator's key")]
    [InlineData("shop.example.com/shop/1", Shop, true, "its own path")]
    [InlineData("shop.example.com/shop/1", Video, false, "the path of another unit")]
    [InlineData("shop.example.com/other", Shop, false, "a path beside its own")]
    [InlineData("shop.example.com/other", UnitStand.OperatorSecret, true, "the operator's path")]
    [InlineData("example.com/", Video, false, "the operator's path")]
    [InlineData("example.com/", UnitStand.OperatorSecret, true, "the operator's path")]
    public void Opens_what_is_granted_and_nothing_else(string url, string secret, bool opens, string description)
    {
        _stand.Grant(Grants).Unit("video", Video).Unit("shop", Shop);

        Expect.Equal(opens, _stand.IsAllowed(url, secret), description);
    }

    [Fact]
    public void Names_policies_and_keys_after_the_unit()
    {
        const string Policy = """ { "Name": "all", "Scheme": "cdn" } """;
        const string Schemes = """, "Schemes": { "cdn": { "Preset": "token-header" } }""";
        _stand.Grant(Grants, """, "Policies": [ { "Name": "all" } ]""")
            .Unit("video", Video, Policy, Schemes)
            .Unit("shop", Shop, Policy, Schemes);

        var video = _stand.Decide("video.example.com/a", Video);
        var shop = _stand.Decide("shop.example.com/shop", Shop);
        var rest = _stand.Decide("example.com/", UnitStand.OperatorSecret);

        Assert.Equal(("video/all", "video/k", "k"), (video.Policy!.Name, video.Key!.Name, video.Key.Id));
        Assert.Equal(("shop/all", "shop/k"), (shop.Policy!.Name, shop.Key!.Name));
        Assert.Equal(("all", "own"), (rest.Policy!.Name, rest.Key!.Name));
        Assert.Equal(["video/cdn", "shop/cdn"], new[] { video, shop }.Select(decision => decision.Policy!.Accepts!.All[0].Name));
    }

    [Fact]
    public void Does_not_find_the_operators_keys_and_schemes()
    {
        _stand.Grant(Grants, """, "Schemes": { "own-scheme": { "Preset": "token-header" } }""")
            .Unit("video", Video, """ { "Name": "a", "Keys": [ "own" ] }, { "Name": "b", "Scheme": "own-scheme" } """);

        var errors = _stand.State("video").Errors.Select(error => error.ToString()).ToList();

        Assert.Contains(errors, error => error.Contains("there is no key own", StringComparison.Ordinal));
        Assert.Contains(errors, error => error.Contains("there is no such scheme", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Secret", "\"a-key-of-the-unit\"")]
    [InlineData("AllowWeakKeys", "true")]
    [InlineData("Listeners", "[]")]
    [InlineData("Units", "{ \"Directories\": [ \"/\" ] }")]
    public void Has_no_setting_of_the_operator(string setting, string value)
    {
        _stand.Grant(Grants).Unit("video", Video, others: $", \"{setting}\": {value}");

        Assert.Contains("there is no such setting", Assert.Single(_stand.State("video").Errors).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(OneSignature, "one signature")]
    [InlineData("""{ "Preset": "stripe", "SingleUse": true }""", "several signatures")]
    public void Claims_tokens_apart_from_others_with_the_same_key_id(string scheme, string description)
    {
        var schemes = $$""", "Schemes": { "once": {{scheme}} }, "Policies": [ { "Name": "p", "Scheme": "once" } ]""";
        _stand.Grant(""" "a": { "Paths": [ "/a" ], "Listeners": [ "edge" ] }, "b": { "Paths": [ "/b" ], "Listeners": [ "edge" ] } """);
        foreach (var unit in (string[])["a", "b"])
        {
            _stand.UnitText(
                unit, $$"""{ "TokenAuthz": { "Keys": [ { "Id": "own", "Value": "{{UnitStand.OperatorSecret}}" } ]{{schemes}} } }""");
        }

        var claims = ((string[])["a", "b"]).Select(ClaimOf).ToList();

        Expect.Equal(2, claims.Distinct().Count(), description);

        UInt128 ClaimOf(string unit)
        {
            var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
            var signature = Token.WebhookSignature($"{now}.body", UnitStand.OperatorSecret);
            var request = new TestRequest("/x")
            {
                BodyBytes = "body"u8.ToArray(),
                Headers =
                [
                    new("token", Token.Of($"/x{now}", UnitStand.OperatorSecret)), new("x-at", $"{now}"),
                    new("Stripe-Signature", $"t={now},v1={signature}"),
                ],
            };
            var policy = _stand.Configuration.Engine.Snapshot.Policies.Single(policy => policy.Name == $"{unit}/p");
            var verdict = policy.Accepts!.Verify(ref request, TimeProvider.System);
            Assert.True(verdict.IsAllowed && verdict.Claim.IsNeeded, $"{description}: {verdict.Reason}");
            return verdict.Claim.Id;
        }
    }

    [Fact]
    public void Asks_the_operators_denials_first_and_the_operators_other_policies_last()
    {
        const string Policies = """
            , "Policies": [
              { "Name": "open", "Paths": [ "/public" ], "Action": "Allow" },
              { "Name": "trial", "Paths": [ "/video" ], "Action": "Deny", "Mode": "Shadow" },
              { "Name": "closed", "Paths": [ "/internal" ], "Action": "Deny" },
              { "Name": "rest" } ]
            """;
        _stand.Grant(Grants, Policies).Unit("video", Video, """ { "Name": "v", "Paths": [ "/video", "/internal" ] } """);

        Assert.Equal("closed", _stand.Policy("video.example.com/internal/1"));
        Assert.Equal("video/v", _stand.Policy("video.example.com/video/1"));
        Assert.Equal("open", _stand.Policy("video.example.com/public/1"));
        Assert.Equal("rest", _stand.Policy("video.example.com/other"));
        Assert.Equal("trial", _stand.Policy("example.com/video/1"));
    }

    [Theory]
    [InlineData("video.example.com/a", Video, "video/default", true, "its own path")]
    [InlineData("shop.example.com/shop", Video, "video/default", false, "the path of another unit")]
    [InlineData("example.com/", Video, "video/default", false, "the operator's path")]
    [InlineData("video.example.com/internal", Video, "video/default", false, "a path that the operator denies")]
    [InlineData(
        "video.example.com/a",
        UnitStand.OperatorSecret,
        "rest",
        true,
        "the operator's policy, which decides whatever request a route says")]
    public void Decides_no_request_beyond_the_grant_when_a_route_names_its_policy(
        string url, string secret, string policy, bool opens, string description)
    {
        _stand.Grant(Grants, """, "Policies": [ { "Name": "closed", "Paths": [ "/internal" ], "Action": "Deny" }, { "Name": "rest" } ]""")
            .Unit("video", Video).Unit("shop", Shop);

        Expect.Equal(opens, _stand.Decide(url, secret, policy: policy).IsAllowed, description);
    }

    [Fact]
    public void Decides_on_the_listeners_of_its_grant_only()
    {
        _stand.Grant(""" "video": { "Hosts": [ "video.example.com" ], "Listeners": [ "inner" ] } """).Unit("video", Video);

        Assert.Equal("default", _stand.Policy("video.example.com/"));
        Assert.Equal("video/default", _stand.Policy("video.example.com/", "inner"));
        Assert.False(_stand.IsAllowed("video.example.com/", Video));
        Assert.True(_stand.IsAllowed("video.example.com/", Video, "inner"));
    }

    [Theory]
    [InlineData("a policy that allows", """ "Action": "Allow" """)]
    [InlineData("a policy in shadow", """ "Mode": "Shadow" """)]
    [InlineData("a policy whose tokens may be missing", """ "Mode": "Optional" """)]
    [InlineData("a policy that lets preflights pass", """ "AllowPreflight": true """)]
    [InlineData("a policy that lets handshakes pass", """ "Scheme": "meta", "Handshake": "Pass", "VerifyToken": "as-registered" """)]
    public void Opens_no_request_without_a_token_unless_that_is_granted(string description, string setting)
    {
        var policy = $$""" { "Name": "p", {{setting}} } """;
        const string Grant = """ "video": { "Hosts": [ "video.example.com" ], "Listeners": [ "edge" ] """;
        _stand.Grant(Grant + "}").Unit("video", Video, policy);
        Expect.Contains("is beyond the grant of this unit: granted are the hosts video.example.com", Message(), description);
        Assert.Equal(DenyReason.NoPolicy, _stand.Decide("video.example.com/").Reason);

        _stand.Grant(Grant + """, "WithoutToken": true }""");
        _stand.Configuration.ReloadIfChanged();
        Expect.Equal("", Message(), description);

        // What is in force ends with its grant.
        _stand.Grant(Grant + "}");
        _stand.Configuration.ReloadIfChanged();
        Expect.Equal(DenyReason.NoPolicy, _stand.Decide("video.example.com/").Reason, description);

        string Message() => string.Join('\n', _stand.State("video").Errors);
    }
}
