using TokenAuthz.Signing;
using TokenAuthz.Signing.Presets;
using static TokenAuthz.Signing.DenyReason;

namespace TokenAuthz.Tests.Signing.Vendors;

/// <summary>Web Bot Auth: signatures that are right, and do not say what they have to.</summary>
public static class WebBotAuthTests
{
    private const string Rest = "keyid=\"k1\";tag=\"web-bot-auth\"";
    private const string Times = "created=1800000000;expires=1800000300";
    private const string Good = $"(\"@authority\");{Times};{Rest}";
    private const string Authority = "\"@authority\": example.com\n";
    private const string Agent = "\"https://agent.example.com\"";
    private const string AgentOfDictionary = "agent2=\"https://agent.example.com\";type=directory";

    // The signature's input, the lines of its components, and the header Signature-Agent.
    public static TheoryData<string, string, string, string?, DenyReason?> Requests => new()
    {
        { "a request", Good, Authority, null, null },
        { "the whole URL", $"(\"@target-uri\");{Times};{Rest}", "\"@target-uri\": https://example.com/pay?a=1\n", null, null },
        { "a path as well", $"(\"@authority\" \"@path\");{Times};{Rest}", $"{Authority}\"@path\": /pay\n", null, null },
        { "an agent", $"(\"@authority\" \"signature-agent\");{Times};{Rest}", $"{Authority}\"signature-agent\": {Agent}\n", Agent, null },
        {
            "an agent of the newer form",
            $"(\"@authority\" \"signature-agent\";key=\"agent2\");{Times};{Rest}",
            $"{Authority}\"signature-agent\";key=\"agent2\": \"https://agent.example.com\";type=directory\n",
            AgentOfDictionary,
            null
        },

        { "another tag", Good.Replace("web-bot-auth", "web-bot", Ordinal), Authority, null, InvalidToken },
        { "a tag in capitals", Good.Replace("web-bot-auth", "Web-Bot-Auth", Ordinal), Authority, null, InvalidToken },
        { "a tag that is a token", Good.Replace("\"web-bot-auth\"", "web-bot-auth", Ordinal), Authority, null, InvalidToken },
        { "the tag of a directory", Good.Replace("web-bot-auth", "http-message-signatures-directory", Ordinal),
            Authority, null, InvalidToken },
        { "no tag", $"(\"@authority\");{Times};keyid=\"k1\"", Authority, null, InvalidToken },
        { "two tags", $"{Good};tag=\"other\"", Authority, null, InvalidToken },

        { "a day", Good.Replace("1800000300", "1800086400", Ordinal), Authority, null, null },
        { "more than a day", Good.Replace("1800000300", "1800086401", Ordinal), Authority, null, EndsTooLate },
        { "no end", $"(\"@authority\");created=1800000000;{Rest}", Authority, null, InvalidToken },
        { "no beginning", $"(\"@authority\");expires=1800000300;{Rest}", Authority, null, InvalidToken },
        { "an end that is over", $"(\"@authority\");created=1799999600;expires=1799999999;{Rest}", Authority, null, Expired },
        { "a beginning ahead", $"(\"@authority\");created=1800000006;expires=1800000300;{Rest}", Authority, null, NotYetValid },

        { "no host", $"(\"@method\");{Times};{Rest}", "\"@method\": POST\n", null, InvalidToken },
        { "nothing at all", $"();{Times};{Rest}", "", null, InvalidToken },
        { "another host", Good, "\"@authority\": other.example.com\n", null, InvalidToken },
        { "an unknown key", Good.Replace("k1", "k2", Ordinal), Authority, null, InvalidToken },
        { "no key", $"(\"@authority\");{Times};tag=\"web-bot-auth\"", Authority, null, InvalidToken },
        { "another algorithm", $"{Good};alg=\"ed25519\"", Authority, null, InvalidToken },

        { "an agent that is not covered", Good, Authority, Agent, InvalidToken },
        {
            "another agent than the signed",
            $"(\"@authority\" \"signature-agent\");{Times};{Rest}",
            $"{Authority}\"signature-agent\": {Agent}\n",
            "\"https://other.example.com\"",
            InvalidToken
        },
        {
            "an agent that is covered and absent",
            $"(\"@authority\" \"signature-agent\");{Times};{Rest}",
            $"{Authority}\"signature-agent\": {Agent}\n",
            null,
            InvalidToken
        },
        {
            "another member than the covered",
            $"(\"@authority\" \"signature-agent\";key=\"agent1\");{Times};{Rest}",
            $"{Authority}\"signature-agent\";key=\"agent1\": \"https://agent.example.com\";type=directory\n",
            AgentOfDictionary,
            InvalidToken
        },
        {
            "a member that is not covered",
            $"(\"@authority\" \"signature-agent\";key=\"agent2\");{Times};{Rest}",
            $"{Authority}\"signature-agent\";key=\"agent2\": \"https://agent.example.com\";type=directory\n",
            $"{AgentOfDictionary}, other=\"https://other.example.com\"",
            InvalidToken
        },
    };

    private const StringComparison Ordinal = StringComparison.Ordinal;

    [Theory]
    [MemberData(nameof(Requests))]
    public static void Allows_or_denies_with_its_reason(string description, string input, string lines, string? agent, DenyReason? reason)
    {
        var signature = Of(input, lines) with { Headers = agent is null ? [] : [new("signature-agent", agent)] };

        Expect.Equal(reason, signature.Verdict().Denial(), description);
    }

    [Theory]
    [InlineData("of one label", "sig1", null)]
    [InlineData("of another label", "sig2", InvalidToken)]
    public static void Input_and_signature_have_one_label(string description, string label, DenyReason? reason) =>
        Expect.Equal(reason, (Of(Good, Authority) with { SignatureLabel = label }).Verdict().Denial(), description);

    private static MessageSignature Of(string input, string lines) => new()
    {
        Input = input,
        Lines = lines,
        Change = _ => PresetCatalog.All.Single(preset => preset.Name == "web-bot-auth"),
    };
}
