using System.Security.Cryptography;
using System.Text;
using TokenAuthz.Signing;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Presets;
using TokenAuthz.Signing.Schemes;
using TokenAuthz.Signing.Verifying;
using static TokenAuthz.Signing.DenyReason;

namespace TokenAuthz.Tests.Signing;

/// <summary>RFC 9421, sections 4.1 to 4.3: a request with several signatures, of which one has to pass.</summary>
public static class SeveralSignaturesTests
{
    private const string Components = MessageSignature.AllComponents;
    private const string Good = $"({Components});created=1800000000;keyid=\"k1\"";
    private const string Late = $"({Components});created=1700000000;keyid=\"k1\"";
    private const string Early = $"({Components});created=1900000000;keyid=\"k1\"";
    private const string Unknown = $"({Components});created=1800000000;keyid=\"k9\"";
    private const string Thin = "(\"@method\");created=1800000000;keyid=\"k1\"";
    private const string Tagged = $"{Good};tag=\"app\"";

    private static readonly Key Key = new("k1", "an-example-of-a-key-of-32-bytes."u8);
    private static readonly SchemeDefinition Preset = PresetCatalog.All.Single(preset => preset.Name == "rfc9421");

    // Label and signature input of each signature, and what the scheme asks for.
    public static TheoryData<string, (string Label, string Input)[], string?, string?, DenyReason?> Requests => new()
    {
        { "one", [("sig1", Good)], null, null, null },
        { "one of any label", [("client", Good)], null, null, null },
        { "one of a label with every kind of character", [("*a_b-c.1*", Good)], null, null, null },
        { "the first of two", [("a", Good), ("b", Unknown)], null, null, null },
        { "the second of two", [("a", Unknown), ("b", Good)], null, null, null },
        { "the second behind one that covers too little", [("a", Thin), ("b", Good)], null, null, null },
        { "the second behind one that is over", [("a", Late), ("b", Good)], null, null, null },
        { "the eighth", [.. Others(7), ("z", Good)], null, null, null },
        { "the ninth", [.. Others(8), ("z", Good)], null, null, InvalidToken },
        { "the one of the label", [("a", Unknown), ("b", Good)], "b", null, null },
        { "the one of the label behind many others", [.. Others(20), ("z", Good)], "z", null, null },
        { "another than that of the label", [("a", Good), ("b", Unknown)], "b", null, InvalidToken },
        { "none of the label", [("a", Good)], "b", null, InvalidToken },
        { "the one of the tag", [("a", Good), ("b", Tagged)], null, "app", null },
        { "none of the tag", [("a", Good)], null, "app", InvalidToken },
        { "one whose tag is a token", [("a", $"{Good};tag=app")], null, "app", InvalidToken },
        { "one with two tags", [("a", $"{Tagged};tag=\"other\"")], null, "app", InvalidToken },
        { "one of the tag, but not of the label", [("a", Tagged)], "b", "app", InvalidToken },
        { "one of a tag in another case", [("a", Tagged)], null, "App", InvalidToken },
        { "two of one label", [("a", Good), ("a", Good)], null, null, InvalidToken },
        { "two of one label, and a third", [("a", Good), ("a", Good), ("b", Good)], null, null, null },
        { "one that is over, and one of an unknown key", [("a", Late), ("b", Unknown)], null, null, Expired },
        { "one of an unknown key, and one that is over", [("a", Unknown), ("b", Late)], null, null, Expired },
        { "one that is over, and one that begins later", [("a", Late), ("b", Early)], null, null, NotYetValid },
    };

    // The lines of the two headers, where S is the signature.
    public static TheoryData<string, string[], string[], DenyReason?> Lines => new()
    {
        { "a line each", [$"a={Good}"], ["a=:S:"], null },
        { "two lines each", [$"a={Good}", $"b={Unknown}"], ["a=:S:", "b=:AAAA:"], null },
        { "the second of two lines", [$"a={Unknown}", $"b={Good}"], ["a=:AAAA:", "b=:S:"], null },
        { "two lines of one header", [$"a={Good}", $"b={Unknown}"], ["a=:S:, b=:AAAA:"], null },
        { "an empty line", [$"a={Good}", ""], ["a=:S:"], InvalidToken },
        { "the same line twice", [$"a={Good}", $"a={Good}"], ["a=:S:"], InvalidToken },
        { "the signature twice", [$"a={Good}"], ["a=:S:", "a=:S:"], InvalidToken },
        { "an input without a signature", [$"a={Good}"], ["b=:S:"], InvalidToken },
        { "a signature without an input", [$"a={Good}"], ["a=:S:, b=:AAAA:"], null },
        { "no input", [], ["a=:S:"], InvalidToken },
        { "no signature", [$"a={Good}"], [], InvalidToken },
        { "neither", [], [], MissingToken },
        { "an empty input", [""], ["a=:S:"], InvalidToken },
        { "an empty signature", [$"a={Good}"], [""], InvalidToken },
        { "a signature of no bytes", [$"a={Good}"], ["a=::"], InvalidToken },
        { "a signature that is a string", [$"a={Good}"], ["a=\"S\""], InvalidToken },
        { "a signature in a list", [$"a={Good}"], ["a=(:S:)"], InvalidToken },
        { "a signature with a parameter", [$"a={Good}"], ["a=:S:;b"], InvalidToken },
        { "a signature that is true", [$"a={Good}"], ["a"], InvalidToken },
        { "an ill-formed signature beside it", [$"a={Good}"], ["a=:S:, b=:A:"], InvalidToken },
        { "a blank at the ends", [$" a={Good} "], [" a=:S: "], null },
        { "9 KiB of input", [$"a={Good}", $"b={Good};x=\"{new string('a', 9000)}\""], ["a=:S:"], InvalidToken },
        { "9 KiB of signatures", [$"a={Good}"], ["a=:S:", $"b=:{new string('A', 9000)}:"], InvalidToken },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public static void Takes_one_that_passes(
        string description, (string Label, string Input)[] signatures, string? label, string? tag, DenyReason? reason) =>
        AssertVerdict(
            [string.Join(", ", signatures.Select(signature => $"{signature.Label}={signature.Input}"))],
            [string.Join(", ", signatures.Select(signature => $"{signature.Label}=:{Sign(signature.Input)}:"))],
            Preset with { Label = label, Tag = tag },
            reason,
            description);

    [Theory]
    [MemberData(nameof(Lines))]
    public static void Reads_both_headers_as_dictionaries(string description, string[] inputs, string[] signatures, DenyReason? reason) =>
        AssertVerdict(
            inputs,
            [.. signatures.Select(line => line.Replace("S", Sign(Good), StringComparison.Ordinal))],
            Preset,
            reason,
            description);

    private static IEnumerable<(string Label, string Input)> Others(int count) =>
        Enumerable.Range(0, count).Select(i => ($"o{i}", Unknown));

    private static string Sign(string input) => Convert.ToBase64String(HMACSHA256.HashData(
        Key.Secret,
        Encoding.ASCII.GetBytes(
            $"{(input.StartsWith("(\"@method\")", StringComparison.Ordinal) ? "\"@method\": POST\n" : MessageSignature.AllLines)}" +
            $"\"@signature-params\": {input}")));

    private static void AssertVerdict(
        string[] inputs, string[] signatures, SchemeDefinition definition, DenyReason? reason, string description)
    {
        var request = new TestRequest("/pay?a=1")
        {
            MethodText = "POST",
            Headers =
            [
                .. inputs.Select(line => KeyValuePair.Create("signature-input", line)),
                .. signatures.Select(line => KeyValuePair.Create("signature", line)),
            ],
        };
        var verdict = Scheme.Compile(definition).Verify(ref request, new([Key]), MessageSignature.Now);

        Expect.Equal(reason, verdict.Denial(), description);
    }
}
