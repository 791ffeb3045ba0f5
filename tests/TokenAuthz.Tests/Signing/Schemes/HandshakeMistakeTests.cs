using System.Collections.Immutable;
using TokenAuthz.Signing.Algorithms;
using TokenAuthz.Signing.Handshakes;
using TokenAuthz.Signing.Schemes;

namespace TokenAuthz.Tests.Signing.Schemes;

/// <summary>A handshake that would be any request, or whose answer would show more than it should, is refused.</summary>
public static class HandshakeMistakeTests
{
    private const string Items = "Items";
    private const string Answer = "Answer";
    private const string Signs = "Signs";

    private static readonly HandshakeDefinition Right = new()
    {
        Name = "hello",
        Items = ["query form! challenge=challenge!"],
        Answer = "{challenge}",
    };

    private static readonly Dictionary<string, (string Setting, string Words, HandshakeDefinition Definition)> Mistakes = new()
    {
        ["a method in lower case"] = ("Method", "write a method such as GET", Right with { Method = "get" }),
        ["an open form that nobody signs"] = (Items, "write form! or json!", Right with { Items = ["query form challenge=challenge!"] }),
        ["an open object that nobody signs"] = (Items, "write form! or json!", Right with { Items = ["body json challenge=challenge!"] }),
        ["a query that is split"] = (Items, "write form! or json!", Right with { Items = ["query & challenge=challenge!"] }),
        ["no field that has to be there"] = (Items, "name a field", Right with { Items = ["query form! challenge=challenge"] }),
        ["nothing that is read"] = (Items, "name a field", Right with { Items = [], Answer = "" }),
        ["a codec that does not exist"] = (Items, "'yaml' is neither", Right with { Items = ["body yaml a=b"] }),
        ["a header that is none"] = ("Headers", "is not a header's name", Right with { Headers = ["x y={a}"] }),
        ["a place of its own"] = ("Headers", "is not a header's name", Right with { Headers = ["query:x={a}"] }),
        ["a requirement of no field"] = ("Require:mode", "the handshake has no field {mode}", Right with { Require = Required("mode") }),
        ["an answer of no field"] = (Answer, "{other} is neither a field", Right with { Answer = "{other}" }),
        ["an answer with the key"] = (Answer, "fixed texts, fields of the request", Right with { Answer = "{key}" }),
        ["an answer with a digest of the key"] = (Answer, "fixed texts, fields of the request", Right with { Answer = "{key|sha256|hex}" }),
        ["an answer with a header"] = (Answer, "fixed texts, fields of the request", Right with { Answer = "{header:authorization}" }),
        ["an answer with the body"] = (Answer, "fixed texts, fields of the request", Right with { Answer = "{body}" }),
        ["an answer with the verify token"] = (Answer, "write a digest of it", Right with { Answer = "{verify_token}" }),
        ["an answer with the verify token in hex"] = (Answer, "write a digest of it", Right with { Answer = "{verify_token|hex}" }),
        ["an answer with the verify token in a text"] =
            (Answer, "write a digest of it", Right with { Answer = "{a|base64}", Let = Right.Let.Add("a", "{challenge}{verify_token}") }),
        ["a text in JSON without its escapes"] =
            (Answer, "write {challenge|json}", Right with { Answer = "{{\"a\":\"{challenge}\"}}", AnswerType = AnswerType.Json }),
        ["a text in JSON that is decoded"] =
            (Answer, "write {challenge|json}", Right with { Answer = "{challenge|json|decode}", AnswerType = AnswerType.Json }),
        ["a signature that nothing makes"] = (Answer, "{sig} is neither a field", Right with { Answer = "{sig}" }),
        ["a signature that the request brings"] = (Items, "{sig} is the answer's", Right with { Items = ["query form! sig=sig!"] }),
        ["a signed verify token"] = (Signs, "fields of the request and fixed texts", Right with { Signs = "{verify_token}" }),
        ["a signed body"] = (Signs, "fields of the request and fixed texts", Right with { Signs = "{body}" }),
        ["a signed key"] = (Signs, "fields of the request and fixed texts", Right with { Signs = "{challenge}{key}" }),
    };

    public static TheoryData<string> Descriptions => [.. Mistakes.Keys];

    [Fact]
    public static void Compiles_what_the_mistakes_are_made_of() => Assert.False(Compile(Right).NeedsVerifyToken);

    [Theory]
    [MemberData(nameof(Descriptions))]
    public static void Refuses_with_the_setting_and_what_to_do(string description)
    {
        var (setting, words, definition) = Mistakes[description];

        var refusal = Assert.Throws<SchemeException>(() => Compile(definition));

        Assert.Equal($"Handshakes:hello:{setting}", refusal.Setting);
        Assert.Contains(words, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SignatureAlgorithm.Ed25519)]
    [InlineData(SignatureAlgorithm.RsaSha256)]
    [InlineData(SignatureAlgorithm.EcdsaP256Sha256)]
    public static void Signs_no_answer_with_a_public_key(SignatureAlgorithm algorithm)
    {
        var scheme = Hook with { Algorithm = algorithm, Handshakes = [Right with { Signs = "{challenge}" }] };

        Assert.Equal($"Handshakes:hello:{Signs}", Assert.Throws<SchemeException>(() => Scheme.Compile(scheme)).Setting);
    }

    [Fact]
    public static void Has_a_setting_for_every_property() => Assert.Equal(
        typeof(HandshakeDefinition).GetProperties().Select(property => property.Name).Except(["Name"]).Order(StringComparer.Ordinal),
        HandshakeSettings.All.Select(setting => setting.Name).Order(StringComparer.Ordinal));

    private static SchemeDefinition Hook { get; } = new() { Name = "hook", Token = ["header:x-sig={sig}"], Message = "{body}" };

    private static Scheme Compile(HandshakeDefinition handshake) => Scheme.Compile(Hook with { Handshakes = [handshake] });

    private static ImmutableSortedDictionary<string, ImmutableArray<string>> Required(string name) => Right.Require.Add(name, ["a"]);
}
