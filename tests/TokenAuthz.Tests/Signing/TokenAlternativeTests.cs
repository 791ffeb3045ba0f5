using System.Collections.Immutable;
using TokenAuthz.Signing;
using TokenAuthz.Signing.Issuing;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Schemes;
using TokenAuthz.Signing.Verifying;

namespace TokenAuthz.Tests.Signing;

/// <summary>Tokens that may be in one of several places, or be written in one of several ways in the same place.</summary>
public static class TokenAlternativeTests
{
    private const string Pattern = "v1.{kid}.{expires}.{sig}";

    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);
    private static readonly Key Key = new("k1", "an-example-of-a-key-of-32-bytes."u8);
    private static readonly KeyRing Ring = new([Key]);

    /// <summary>The place beside the query, the name of its header, and a message that the query belongs to.</summary>
    public static TheoryData<string, string, string> Beside
    {
        get
        {
            var rows = new TheoryData<string, string, string>();
            foreach (var place in (string[])["header:authorization=Signature ", "header:x-token=", "cookie:session="])
            {
                foreach (var message in Messages)
                    rows.Add(place, place.Split(':')[0] is "cookie" ? "cookie" : place.Split(':', '=')[1], message);
            }

            return rows;
        }
    }

    private static readonly string[] Messages =
    [
        "{method}\n{path}\n{query}\n{expires}\n{kid}",
        "{method} {signed_target} {expires} {kid}",
        "{signed_url}\n{expires}\n{kid}",
        "{path}\n{expires}\n{kid}\n{other_parameters}",
    ];

    private static readonly string[] Targets =
        ["/v1/orders", "/v1/orders?state=open", "/v1/orders?sig=app", "/v1/orders?state=open&sig=app", "/v1/orders?sig=app&state=open"];

    [Theory]
    [MemberData(nameof(Beside))]
    public static void Signs_a_parameter_named_as_the_query_s_alternative_when_the_token_is_elsewhere(
        string place, string header, string message)
    {
        var scheme = Compile($"{place}{Pattern} | query:sig={Pattern}", message);
        foreach (var target in Targets)
        {
            var signed = scheme.Sign(new() { Host = "example.com", Target = target }, Key, Now);
            Assert.Equal(target, signed.Target);
            Assert.True(Check(scheme, target, signed.Headers).IsAllowed, $"{target} with its own token in {header}");

            foreach (var other in Changes(target).Where(other => other != target))
                Expect.Equal(
                    DenyReason.InvalidToken,
                    Check(scheme, other, signed.Headers).Denial(),
                    $"{other} with the token of {target} in {header}");
        }
    }

    [Theory]
    [MemberData(nameof(Beside))]
    public static void Signs_all_but_the_token_when_it_is_in_the_query(string place, string header, string message)
    {
        var both = Compile($"{place}{Pattern} | query:sig={Pattern}", message);
        var signed =
            Compile($"query:sig={Pattern}", message).Sign(new() { Host = "example.com", Target = "/v1/orders?state=open" }, Key, Now);
        var beside =
            Compile($"{place}{Pattern}", message).Sign(new() { Host = "example.com", Target = "/v1/orders?state=open" }, Key, Now);
        var other = Compile($"{place}{Pattern}", message)
            .Sign(new() { Host = "example.com", Target = "/v1/orders?state=open", Lifetime = TimeSpan.FromMinutes(1) }, Key, Now);

        Assert.Null(Check(both, signed.Target, []).Denial());
        Assert.True(Check(both, signed.Target, beside.Headers).IsAllowed, $"the same token in {header} as well");
        Assert.False(Check(both, signed.Target, other.Headers).IsAllowed, $"another token in {header}");
        Assert.Equal(DenyReason.InvalidToken, Check(both, signed.Target.Replace("open", "closed", StringComparison.Ordinal), []).Denial());
        Assert.Equal(DenyReason.InvalidToken, Check(both, signed.Target + "&state=closed", []).Denial());
        Assert.Equal(DenyReason.InvalidToken, Check(both, signed.Target + "&sig=app", []).Denial());
    }

    [Fact]
    public static void Ends_what_is_signed_at_the_parameter_that_the_signature_came_from()
    {
        var scheme = Compile("query:first={expires}.{sig} | query:second={expires}.{sig}", "{method} {signed_target} {expires}");
        var first = Compile("query:first={expires}.{sig}", "{method} {signed_target} {expires}")
            .Sign(new() { Host = "example.com", Target = "/a?x=1" }, Key, Now).Target;
        var second = first.Replace("first", "second", StringComparison.Ordinal);

        Assert.Null(Check(scheme, first, []).Denial());
        Assert.Null(Check(scheme, second, []).Denial());
        Assert.Equal(DenyReason.InvalidToken, Check(scheme, second.Replace("x=1", "x=2", StringComparison.Ordinal), []).Denial());
        Assert.Equal(DenyReason.InvalidToken, Check(scheme, first + second[second.IndexOf('&', StringComparison.Ordinal)..], []).Denial());
    }

    [Theory]
    [InlineData(
        "as the first",
        "header:authorization=hmac kid=\"{kid}\", sig=\"{sig}\" | header:authorization=hmac kid=\"{kid}\",sig=\"{sig}\"",
        "hmac kid=\"k1\", sig=\"*\"",
        true)]
    [InlineData(
        "as the second",
        "header:authorization=hmac kid=\"{kid}\", sig=\"{sig}\" | header:authorization=hmac kid=\"{kid}\",sig=\"{sig}\"",
        "hmac kid=\"k1\",sig=\"*\"",
        true)]
    [InlineData(
        "as neither",
        "header:authorization=hmac kid=\"{kid}\", sig=\"{sig}\" | header:authorization=hmac kid=\"{kid}\",sig=\"{sig}\"",
        "hmac kid=\"k1\";sig=\"*\"",
        false)]
    [InlineData(
        "as one that another begins like",
        "header:authorization=Signature {kid}.{sig} | header:authorization=Signature v1.{kid}.{sig}",
        "Signature v1.k1.*",
        true)]
    [InlineData(
        "as one that begins like another",
        "header:authorization=Signature {kid}.{sig} | header:authorization=Signature v1.{kid}.{sig}",
        "Signature k1.*",
        true)]
    [InlineData("in another order", "header:authorization=k {kid} s {sig} | header:authorization=s {sig} k {kid}", "s * k k1", true)]
    [InlineData("in another case", "header:authorization=Bearer {kid}:{sig}", "bearer k1:*", true)]
    [InlineData("in capitals, where the pattern has none", "header:Authorization=hmac v1,{kid}:{sig}", "HMAC v1,k1:*", true)]
    [InlineData("in another case behind the scheme's name", "header:authorization=hmac v1,{kid}:{sig}", "hmac V1,k1:*", false)]
    [InlineData("with another blank behind the scheme's name", "header:authorization=Bearer {kid}:{sig}", "bearer\tk1:*", false)]
    [InlineData("of a longer scheme", "header:authorization=Bearer {kid}:{sig}", "bearers k1:*", false)]
    [InlineData("in another case without a scheme's name", "header:authorization=v1#{kid}:{sig}", "V1#k1:*", false)]
    [InlineData(
        "apart from each other in the list",
        "header:authorization=A {kid}:{sig} | query:token={kid}:{sig} | header:authorization=B {kid}:{sig}",
        "B k1:*",
        true)]
    public static void Reads_alternatives_of_one_header(string description, string token, string header, bool isAllowed)
    {
        var (scheme, sample) = (Compile(token, "{method} {path} {kid}"), Compile("header:x={kid}.{sig}", "{method} {path} {kid}"));
        var signature = sample.Sign(new() { Target = "/a" }, Key, Now).Headers[0].Value.Split('.')[1];

        var verdict = Check(scheme, "/a", [new("authorization", header.Replace("*", signature, StringComparison.Ordinal))]);

        Expect.Equal(isAllowed ? null : DenyReason.InvalidToken, verdict.Denial(), description);
    }

    [Theory]
    [InlineData("cookie:t=1-{kid}-{sig} | cookie:t=2-{kid}-{sig}", "cookie", "t=2-k1-*", "/a")]
    [InlineData("query:t=1-{kid}-{sig} | query:t=2-{kid}-{sig}", "x", "", "/a?t=2-k1-*")]
    [InlineData("path:/1/{kid}/{sig}{path} | path:/2/{kid}/{sig}{path}", "x", "", "/2/k1/*/a")]
    public static void Reads_alternatives_of_one_place(string token, string header, string value, string target)
    {
        var (scheme, sample) = (Compile(token, "{method} {path} {kid}"), Compile("header:x={kid}.{sig}", "{method} {path} {kid}"));
        var signature = sample.Sign(new() { Target = "/a" }, Key, Now).Headers[0].Value.Split('.')[1];

        var verdict = Check(
            scheme,
            target.Replace("*", signature, StringComparison.Ordinal),
            [new(header, value.Replace("*", signature, StringComparison.Ordinal))]);

        Assert.True(verdict.IsAllowed, $"{verdict}");
    }

    [Theory]
    [InlineData("one set", "a", null, null, true)]
    [InlineData("the other set", null, "a", null, true)]
    [InlineData("both sets with equal values", "a", "a", null, true)]
    [InlineData("both sets with another id", "a", "b", null, false)]
    [InlineData("the other set's header without a value", "a", "", null, false)]
    [InlineData("the same header twice", "a", null, "a", false)]
    [InlineData("no id at all", null, null, null, false)]
    public static void Allows_a_part_in_two_places_when_it_is_the_same_there(
        string description, string? first, string? second, string? again, bool isAllowed)
    {
        var scheme = Compile(
            ["header:svix-id={id} | header:webhook-id={id}", "header:svix-signature={sig: v1,} | header:webhook-signature={sig: v1,}"],
            "{id} {path}");
        var signature = scheme.Sign(
            new() { Target = "/a", Fields = ImmutableDictionary<string, string>.Empty.Add("id", "a") }, Key, Now).Headers[1].Value;
        var ids = new[] { ("svix-id", first), ("webhook-id", second), ("svix-id", again) }.Where(id => id.Item2 is not null)
            .Select(id => KeyValuePair.Create(id.Item1, id.Item2!));

        var verdict = Check(scheme, "/a", [.. ids, new("svix-signature", signature), new("webhook-signature", signature)]);

        Expect.Equal(isAllowed ? null : DenyReason.InvalidToken, verdict.Denial(), description);
    }

    private static IEnumerable<string> Changes(string target)
    {
        var separator = target.Contains('?', StringComparison.Ordinal) ? "&" : "?";
        string[] added = ["sig=anything", "sig=", "sig", "state=closed", "sig=app", "sig=w1.k1.1.x"];
        return
        [
            .. added.Select(parameter => target + separator + parameter),
            target.Replace("sig=app", "sig=other", StringComparison.Ordinal),
            target.Split('?')[0],
            target.Replace("open", "closed", StringComparison.Ordinal),
        ];
    }

    private static Scheme Compile(string token, string message) => Compile([token], message);

    private static Scheme Compile(ImmutableArray<string> token, string message) =>
        Scheme.Compile(new() { Name = "ours", Token = token, Message = message });

    private static Verdict Check(Scheme scheme, string target, IReadOnlyList<KeyValuePair<string, string>> headers)
    {
        var request = new TestRequest(target) { Headers = headers };
        return scheme.Verify(ref request, Ring, Now);
    }
}
