using System.Collections.Immutable;
using TokenAuthz.Engine.Checks;
using TokenAuthz.Signing;
using TokenAuthz.Signing.Issuing;
using TokenAuthz.Signing.Verifying;
using TokenAuthz.Tests.Signing;

namespace TokenAuthz.Tests.Engine.Policies;

/// <summary>A policy that accepts tokens of several schemes, each with the keys that fit it.</summary>
public static class SeveralSchemesTests
{
    private static readonly string[] Settings =
    [
        "Policies:0:Name=p", "Policies:0:Schemes:0=old", "Policies:0:Schemes:1=new",
        "Keys:0:Id=text", "Keys:0:Value=ours-0c93-4be1-d7a4-25f8", "Keys:1:Id=hex", "Keys:1:Value=5d1c77af2e605d1c77af2e605d1c77af",
        "Schemes:old:Token:0=query:md5={sig}", "Schemes:old:Message={path} {key}", "Schemes:old:Algorithm=Md5",
        "Schemes:new:Token:0=header:x-token={expires}.{nonce}.{sig}", "Schemes:new:Message={path}\n{expires}\n{nonce}",
        "Schemes:new:KeyEncoding=Hex",
    ];

    [Fact]
    public static void Each_scheme_takes_the_keys_that_fit_it()
    {
        var accepts = new PolicySamples(Settings).All.Single().Accepts!;

        Assert.Equal(
            [("old", "default, text, hex"), ("new", "hex")],
            accepts.All.Select(one => (one.Name, string.Join(", ", one.Keys.Keys.Select(key => key.Id)))));
    }

    [Fact]
    public static void The_decision_says_by_which_scheme()
    {
        var samples = new PolicySamples(Settings);
        var (old, next) = (samples.All.Single().Accepts!.All[0], samples.All.Single().Accepts!.All[1]);

        Assert.Equal((true, old), Outcome(samples.Decide(Sign(old))));
        Assert.Equal((true, next), Outcome(samples.Decide(Sign(next))));
        Assert.Equal((false, old), Outcome(samples.Decide(new("/a?md5=00"))));
        Assert.Equal((false, null), Outcome(samples.Decide(new("/a"))));
    }

    [Fact]
    public static void Nonces_of_two_schemes_are_two_tokens()
    {
        string[] single = ["Schemes:old:Token:0=header:y-token={expires}.{nonce}.{sig}", "Schemes:old:KeyEncoding=Hex",
            "Schemes:old:Message=old\n{path}\n{expires}\n{nonce}", "Schemes:old:Algorithm=HmacSha256", "Policies:0:Keys:0=hex"];
        var samples = new PolicySamples([.. Settings, .. single, "Schemes:old:SingleUse=true", "Schemes:new:SingleUse=true"]);

        var claims = samples.All.Single().Accepts!.All.Select(scheme =>
        {
            var request = Sign(scheme, "7");
            return samples.Engine.Begin(PolicySamples.Listener, policy: null, ref request).Claim;
        }).ToList();

        Assert.Equal(2, claims.Select(claim => claim.Id).Distinct().Count());
        Assert.All(claims, claim => Assert.True(claim.IsNeeded));
    }

    [Fact]
    public static void A_handshake_of_any_scheme_passes()
    {
        var samples = new PolicySamples(
            "Policies:0:Name=p", "Policies:0:Schemes:0=token-header", "Policies:0:Schemes:1=hook", "Policies:0:Handshake=Pass",
            "Schemes:hook:Token:0=header:x-sig={sig}", "Schemes:hook:Message={body}",
            "Schemes:hook:Handshakes:crc:Items:0=query form! crc=challenge!", "Schemes:hook:Handshakes:crc:Answer={challenge}");

        Assert.Equal((true, "crc"), (samples.Decide(new("/a?crc=1")).IsAllowed, samples.Decide(new("/a?crc=1")).Handshake));
        Assert.False(samples.Decide(new("/a?crc=1") { Headers = [new("token", Token.Wrong)] }).IsAllowed);
    }

    [Theory]
    [InlineData("no token", "", DecisionOutcome.Allow, true)]
    [InlineData("the right token", "right", DecisionOutcome.Allow, false)]
    [InlineData("a wrong token", "0000", DecisionOutcome.Deny, false)]
    public static void A_token_may_be_missing_if_it_is_optional(string description, string token, DecisionOutcome outcome, bool lacks)
    {
        var header = token == "right" ? Token.Of("/a", PolicySamples.Secret) : token;
        var request = new TestRequest("/a") { Headers = header.Length == 0 ? [] : [new("token", header)] };

        var decision = new PolicySamples("Policies:0:Name=p", "Policies:0:Mode=Optional").Decide(request);

        Expect.Equal((outcome, lacks), (decision.Outcome, decision.LacksToken), description);
    }

    [Theory]
    [MemberData(nameof(PolicyDecisionTests.AmbiguousPaths), MemberType = typeof(PolicyDecisionTests))]
    public static void No_token_opens_no_path_that_another_policy_may_be_meant_for(string path)
    {
        string[] optional = ["Policies:0:Name=p", "Policies:0:Mode=Optional", "Policies:1:Name=guarded"];
        var listed = new PolicySamples([.. optional, "Policies:1:Paths:0=/guarded/"]);

        Assert.Equal(DenyReason.MissingToken, listed.Decide(new(path.Length == 0 ? "//" : path)).Reason);
        Assert.True(listed.Decide(new("/plain")).IsAllowed);
        Assert.Equal(path.Length > 0, new PolicySamples(optional).Decide(new(path)).IsAllowed);
    }

    private static (bool IsAllowed, AcceptedScheme? Scheme) Outcome(Decision decision) => (decision.IsAllowed, decision.Scheme);

    private static TestRequest Sign(AcceptedScheme accepted, string nonce = "1")
    {
        var hasNonce = accepted.Scheme.Definition.Message.Contains("nonce", StringComparison.Ordinal);
        var fields = ImmutableDictionary<string, string>.Empty;
        var signed = accepted.Scheme.Sign(
            new UnsignedRequest { Target = "/a", Fields = hasNonce ? fields.Add("nonce", nonce) : fields },
            accepted.Keys.Keys[0],
            TimeProvider.System.GetUtcNow());
        return new(signed.Target) { Headers = signed.Headers };
    }
}
