using System.Text;
using TokenAuthz.Engine.Checks;
using TokenAuthz.Signing;
using TokenAuthz.Tests.Signing;
using static TokenAuthz.Tests.Engine.Checks.HandshakeSamples;

namespace TokenAuthz.Tests.Engine.Checks;

/// <summary>A handshake is answered or passes only as a whole, by policies that say so, and an answer is never an allow.</summary>
public static class HandshakeTests
{
    private static readonly Dictionary<string, (TestRequest Request, string Answer)> Handshakes = new()
    {
        ["subscribe"] = (Get(Subscribe), "1158201444"),
        ["crc"] = (Get("/hooks?crc_token=abc123"), $$"""{"response_token":"sha256={{Hmac("abc123")}}"}"""),
        ["posted"] = (Post("""{"challenge":"a\u0022<b"}"""), """{"challenge":"a\"<b"}"""),
        ["head"] = (new("/hooks") { MethodText = "HEAD" }, ""),
        ["header"] = (new("/hooks") { Headers = [new("X-Challenge", "c-1")] }, "c-1"),
    };

    private static readonly Dictionary<string, TestRequest> Others = new()
    {
        ["another method"] = new(Subscribe) { MethodText = "POST" },
        ["a method in lower case"] = new(Subscribe) { MethodText = "get" },
        ["another mode"] = Get(Subscribe.Replace("=subscribe", "=unsubscribe", StringComparison.Ordinal)),
        ["a wrong verify token"] = Get(Subscribe.Replace("meaty", "Meaty", StringComparison.Ordinal)),
        ["no verify token"] = Get("/hooks?hub.mode=subscribe&hub.challenge=1"),
        ["an empty verify token"] = Get("/hooks?hub.mode=subscribe&hub.verify_token=&hub.challenge=1"),
        ["no challenge"] = Get("/hooks?hub.mode=subscribe&hub.verify_token=meatyhamhock"),
        ["a parameter more"] = Get(Subscribe + "&admin=1"),
        ["a parameter without a value"] = Get(Subscribe + "&admin"),
        ["an empty parameter"] = Get(Subscribe + "&"),
        ["a parameter twice"] = Get(Subscribe + "&hub.challenge=2"),
        ["a parameter twice in two spellings"] = Get(Subscribe + "&hub%2echallenge=2"),
        ["a name in another case"] = Get(Subscribe.Replace("hub.mode", "Hub.mode", StringComparison.Ordinal)),
        ["a broken escape"] = Get(Subscribe + "%"),
        ["a body"] = Get(Subscribe) with { BodyBytes = "a"u8.ToArray() },
        ["no query"] = Get("/hooks"),
        ["a query where none belongs"] = new("/hooks?a") { MethodText = "HEAD" },
        ["a body behind HEAD"] = new("/hooks") { MethodText = "HEAD", BodyBytes = "a"u8.ToArray() },
        ["a header twice"] = new("/hooks") { Headers = [new("x-challenge", "1"), new("x-challenge", "1")] },
        ["an empty header"] = new("/hooks") { Headers = [new("x-challenge", "")] },
        ["a query beside the header"] = new("/hooks?a=b") { Headers = [new("x-challenge", "1")] },
        ["a body of more members"] = Post("""{"challenge":"a","event":"paid"}"""),
        ["a member twice"] = Post("""{"challenge":"a","challenge":"b"}"""),
        ["a text behind the body"] = Post("""{"challenge":"a"} {}"""),
        ["a body of a number"] = Post("""{"challenge":1}"""),
        ["a query beside the body"] = new("/hooks?a=b") { MethodText = "POST", BodyBytes = """{"challenge":"a"}"""u8.ToArray() },
        ["a body with a byte-order mark"] = Post("\ufeff" + """{"challenge":"a"}"""),
        ["a long body"] = Post($$"""{"challenge":"{{new string('a', 9000)}}"}"""),
        ["an answer that is too long"] = Post($$"""{"challenge":"{{new string('a', 2100)}}"}"""),
        ["a signed handshake without its signature"] = Post(Verification),
        ["a line feed in an answer of text"] = Get(Subscribe + "%0a"),
        ["a letter beyond ASCII in an answer of text"] = Get(Subscribe + "%c3%a9"),
    };

    public static TheoryData<string> Names => [.. Handshakes.Keys];

    public static TheoryData<string> Unlike => [.. Others.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public static void Answers_a_handshake_and_allows_nothing(string name)
    {
        var decision = EngineOf("Answer").Decide(Handshakes[name].Request);

        Assert.Equal(
            (DecisionOutcome.Answer, false, null, name), (decision.Outcome, decision.IsAllowed, decision.Reason, decision.Handshake));
        Assert.Equal((name, Handshakes[name].Answer), (decision.Answer!.Handshake, Encoding.UTF8.GetString(decision.Answer.Body.Span)));
        Assert.Equal("hooks", decision.Policy?.Name);
        Assert.Equal(403, decision.DenyResponse!.Status);
        Assert.True(decision.UpstreamHeaders.Set.IsEmpty);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public static void Lets_a_handshake_pass(string name)
    {
        var decision = EngineOf("Pass").Decide(Handshakes[name].Request);

        Assert.Equal((DecisionOutcome.Allow, null, name), (decision.Outcome, decision.Key, decision.Handshake));
        Assert.Null(decision.Answer);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public static void Denies_a_handshake_without_the_setting(string name) =>
        AssertDenied(EngineOf("Deny").Decide(Handshakes[name].Request), DenyReason.MissingToken);

    [Theory]
    [MemberData(nameof(Unlike))]
    public static void Denies_what_is_no_handshake_as_a_whole(string description)
    {
        foreach (var mode in new[] { "Answer", "Pass" })
        {
            var decision = EngineOf(mode).Decide(Others[description]);

            Expect.Equal((false, DecisionOutcome.Deny, null), (decision.IsAllowed, decision.Outcome, decision.Answer), description);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public static void Denies_a_handshake_with_a_wrong_token(string name)
    {
        var request = Handshakes[name].Request;
        request = request with { Headers = [.. request.Headers, new("x-sig", new string('0', 64))] };

        AssertDenied(EngineOf("Answer").Decide(request), DenyReason.InvalidToken);
        AssertDenied(EngineOf("Pass").Decide(request), DenyReason.InvalidToken);
    }

    [Theory]
    [InlineData("""{"type":"event"}""")]
    [InlineData("event=paid")]
    [InlineData("a.b")]
    [InlineData("1:a")]
    [InlineData("")]
    public static void Signs_no_text_that_could_be_a_webhook(string challenge)
    {
        var decision = EngineOf("Answer").Decide(Get("/hooks?crc_token=" + Uri.EscapeDataString(challenge)));

        Assert.Equal(DecisionOutcome.Deny, decision.Outcome);
    }

    [Fact]
    public static void Verifies_a_signed_handshake_before_it_answers()
    {
        var engine = EngineOf("Answer");

        var decision = engine.Decide(Signed(Verification));

        Assert.Equal((DecisionOutcome.Answer, "url-verification", "default"), (decision.Outcome, decision.Handshake, decision.Key?.Id));
        Assert.Equal("3eZbrw1aBm2r", Encoding.ASCII.GetString(decision.Answer!.Body.Span));
        AssertDenied(engine.Decide(Signed(Verification, "another-key-of-32-characters-and"u8.ToArray())), DenyReason.InvalidToken);
        AssertDenied(engine.Decide(Post(Verification)), DenyReason.MissingToken);
        Assert.Equal(DecisionOutcome.Allow, engine.Decide(Signed("""{"type":"event"}""")).Outcome);
    }

    [Theory]
    [InlineData("Deny", true)]
    [InlineData("Pass", true)]
    [InlineData("Answer", false)]
    public static void Passes_a_signed_handshake_as_every_signed_request(string mode, bool canAnswer)
    {
        var decision = EngineOf(mode, canAnswer).Decide(Signed(Verification));

        Assert.Equal((DecisionOutcome.Allow, "default", null), (decision.Outcome, decision.Key?.Id, decision.Handshake));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public static void Denies_a_handshake_where_an_answer_would_allow(string name)
    {
        var decision = EngineOf("Answer", canAnswer: false).Decide(Handshakes[name].Request);

        AssertDenied(decision, DenyReason.MissingToken);
        Assert.Equal(DenyCause.HandshakeNotAnswerable, decision.Cause);
    }

    [Fact]
    public static void Passes_no_ambiguous_path_that_may_be_of_another_policy()
    {
        string[] other = ["Policies:1:Name=other", "Policies:1:Paths:0=/b"];
        var request = Get("/a/.." + Subscribe);

        AssertDenied(EngineOf("Pass", canAnswer: true, other).Decide(request), DenyReason.MissingToken);
        Assert.Equal(DecisionOutcome.Allow, EngineOf("Pass").Decide(request).Outcome);
        Assert.Equal(DecisionOutcome.Answer, EngineOf("Answer", canAnswer: true, other).Decide(request).Outcome);
    }

    [Fact]
    public static void Changes_no_traffic_in_shadow()
    {
        var engine = EngineOf("Answer", canAnswer: true, "Policies:0:Mode=Shadow");

        Assert.Equal(
            (DecisionOutcome.Allow, "subscribe"), (engine.Decide(Get(Subscribe)).Outcome, engine.Decide(Get(Subscribe)).Handshake));
        Assert.Equal(DecisionOutcome.Allow, engine.Decide(Signed(Verification)).Outcome);
        Assert.Equal(DecisionOutcome.Shadow, engine.Decide(Get(Subscribe + "&a=b")).Outcome);
    }

    private static void AssertDenied(Decision decision, DenyReason reason) =>
        Assert.Equal((DecisionOutcome.Deny, reason, null), (decision.Outcome, decision.Reason, decision.Answer));

    private static TestRequest Post(string body) => new("/hooks") { MethodText = "POST", BodyBytes = Encoding.UTF8.GetBytes(body) };
}
