using TokenAuthz.Signing;
using static TokenAuthz.Signing.DenyReason;

namespace TokenAuthz.Tests.Signing.Messages;

/// <summary>RFC 9421, section 2: what a component stands for in the signature base.</summary>
public static class ComponentTests
{
    private const string All = MessageSignature.AllComponents;

    // A component beside those of the preset, its value in the base, and the header it is made of.
    public static TheoryData<string, string, string, string?, DenyReason?> Headers => new()
    {
        { "a header", "\"x-a\"", "1", "1", null },
        { "a header without its outer blanks", "\"x-a\"", "a  b", " \ta  b\t ", null },
        { "an empty header", "\"x-a\"", "", "", null },
        { "an absent header", "\"x-a\"", "", null, InvalidToken },
        { "a tab within a header", "\"x-a\"", "a\tb", "a\tb", null },
        { "a line feed within a header", "\"x-a\"", "1\n\"x-b\": 2", "1\n\"x-b\": 2", InvalidToken },
        { "a carriage return within a header", "\"x-a\"", "1\r2", "1\r2", InvalidToken },
        { "a header that is not ASCII", "\"x-a\"", "\u00e9", "\u00e9", InvalidToken },
        { "a header in capitals", "\"X-A\"", "1", "1", InvalidToken },
        { "a header that is no token", "\"x a\"", "1", "1", InvalidToken },
        { "a component that is no string", "x-a", "1", "1", InvalidToken },
        { "a component without a name", "\"\"", "1", "1", InvalidToken },
        { "a structured field", "\"x-a\";sf", "a=1, b=2;x=1;y=2, c=(a b c)", "a=1,    b=2;x=1;y=2,   c=(a   b   c)", null },
        { "a structured field that is a list", "\"x-a\";sf", "1, (a b);q=1.0", "1,(a  b);q=1.0", null },
        { "a structured field that is an item", "\"x-a\";sf", "\"a\";b", "\"a\"; b=?1", null },
        { "an empty structured field", "\"x-a\";sf", "", "", null },
        { "a structured field that grows", "\"x-a\";sf", ":YQ==:, :YQ==:, a, b", ":YQ:,:YQ:,a,b", null },
        { "an ill-formed structured field", "\"x-a\";sf", "a b", "a b", InvalidToken },
        { "a structured field, said to be true", "\"x-a\";sf=?1", "1", "1", InvalidToken },
        { "a structured field, said to be false", "\"x-a\";sf=?0", "1", "1", InvalidToken },
        { "a structured field twice", "\"x-a\";sf;sf", "1", "1", InvalidToken },
        { "a member that is a number", "\"x-a\";key=\"a\"", "1", "a=1,    b=2;x=1;y=2,   c=(a   b   c), d", null },
        { "a member with parameters", "\"x-a\";key=\"b\"", "2;x=1;y=2", "a=1,    b=2;x=1;y=2,   c=(a   b   c), d", null },
        { "a member that is a list", "\"x-a\";key=\"c\"", "(a b c)", "a=1,    b=2;x=1;y=2,   c=(a   b   c), d", null },
        { "a member without a value", "\"x-a\";key=\"d\"", "?1", "a=1,    b=2;x=1;y=2,   c=(a   b   c), d", null },
        { "a member in a structured field", "\"x-a\";sf;key=\"a\"", "1", "a=1", null },
        { "a member that is not there", "\"x-a\";key=\"e\"", "1", "a=1", InvalidToken },
        { "a member that is there twice", "\"x-a\";key=\"a\"", "1", "a=1, a=1", InvalidToken },
        { "a member of an ill-formed field", "\"x-a\";key=\"a\"", "1", "a=1,", InvalidToken },
        { "a member without a key", "\"x-a\";key", "1", "a=1", InvalidToken },
        { "a member with an empty key", "\"x-a\";key=\"\"", "1", "a=1", InvalidToken },
        { "a member whose key is a token", "\"x-a\";key=a", "1", "a=1", InvalidToken },
        { "bytes", "\"x-a\";bs", ":dmFsdWUsIHdpdGgsIGxvdHMsIG9mLCBjb21tYXM=:", "value, with, lots, of, commas", null },
        { "bytes without outer blanks", "\"x-a\";bs", ":YQ==:", " a ", null },
        { "bytes that are not ASCII", "\"x-a\";bs", ":6Q==:", "\u00e9", null },
        { "bytes of an empty header", "\"x-a\";bs", "::", "", null },
        { "bytes of an absent header", "\"x-a\";bs", "::", null, InvalidToken },
        { "bytes of a structured field", "\"x-a\";bs;sf", ":YQ==:", "a", InvalidToken },
        { "bytes of a member", "\"x-a\";key=\"a\";bs", ":MQ==:", "a=1", InvalidToken },
        { "a trailer", "\"x-a\";tr", "1", "1", InvalidToken },
        { "of the request, in a request", "\"x-a\";req", "1", "1", InvalidToken },
        { "the name of a parameter, for a header", "\"x-a\";name=\"a\"", "1", "1", InvalidToken },
        { "a parameter of no meaning", "\"x-a\";other", "1", "1", InvalidToken },
        { "a derived component with a parameter", "\"@method\";sf", "POST", "1", InvalidToken },
        { "the status of a response", "\"@status\"", "200", "1", InvalidToken },
        { "the parameters themselves", "\"@signature-params\"", "1", "1", InvalidToken },
        { "the draft's name for a parameter", "\"@query-params\";name=\"a\"", "1", "1", InvalidToken },
        { "an unknown derived component", "\"@paths\"", "/pay", "1", InvalidToken },
    };

    // The name, its value in the base, and the query.
    public static TheoryData<string, string, string, string, DenyReason?> Parameters => new()
    {
        { "a parameter", "a", "1", "a=1", null },
        { "a parameter among others", "qux", "", "param=value&foo=bar&baz=batman&qux=", null },
        { "an escaped value", "var", "this%20is%20a%20big%0Amultiline%20value", "var=this%20is%20a%20big%0Amultiline%20value", null },
        { "plus signs", "bar", "with%20plus%20whitespace", "bar=with+plus+whitespace", null },
        { "an escaped plus sign", "a", "1%2B1", "a=1%2B1", null },
        { "an escaped name", "fa%C3%A7ade%22%3A%20", "something", "fa%C3%A7ade%22%3A%20=something", null },
        { "a name escaped in another way", "fa%C3%A7ade%22%3A%20", "something", "%66a%c3%a7ade\":+=something", null },
        { "characters that forms escape", "a", "%7E%21%28%29%27%2F%3F%3D", "a=~!()'/?=", null },
        { "characters that forms do not escape", "a", "*-._09azAZ", "a=*-._%30%39azAZ", null },
        { "lower-case escapes", "a", "%C3%A9", "a=%c3%a9", null },
        { "no equals sign", "a", "", "b=1&a", null },
        { "empty parameters between", "a", "1", "&&a=1&", null },
        { "an absent parameter", "a", "1", "b=1", InvalidToken },
        { "an absent query", "a", "", "", InvalidToken },
        { "a parameter twice", "a", "1", "a=1&a=1", InvalidToken },
        { "a parameter twice, once escaped", "a", "1", "a=1&%61=2", InvalidToken },
        { "a parameter twice, once without a value", "a", "1", "a=1&a", InvalidToken },
        { "half an escape in the value", "a", "%25", "a=%", InvalidToken },
        { "no hex in the value", "a", "%25zz", "a=%zz", InvalidToken },
        { "half an escape in another parameter", "a", "1", "a=1&b=100%", null },
        { "a name that begins with it", "a", "1", "ab=2&a=1", null },
        { "a name in another case", "a", "1", "A=1", InvalidToken },
    };

    public static TheoryData<string, string, DenyReason?> Repetitions => new()
    {
        { "a header and its bytes", "\"x-a\" \"x-a\";bs", null },
        { "two members", "\"x-a\";key=\"a\" \"x-a\";key=\"b\"", null },
        { "a header twice", "\"x-a\" \"x-a\"", InvalidToken },
        { "a member twice", "\"x-a\";key=\"a\" \"x-b\" \"x-a\";key=\"a\"", InvalidToken },
        { "a member twice, its parameters in another order", "\"x-a\";sf;key=\"a\" \"x-a\";key=\"a\";sf", InvalidToken },
        { "64 components", string.Join(' ', Enumerable.Range(0, 60).Select(i => $"\"x-a\";key=\"k{i}\"")), null },
        { "65 components", string.Join(' ', Enumerable.Range(0, 61).Select(i => $"\"x-a\";key=\"k{i}\"")), InvalidToken },
    };

    // What every signature has to cover, what one covers, and whether the request has the header x-a and a body.
    public static TheoryData<string, string, string, string?, string, DenyReason?> Covers => new()
    {
        { "a parameter that is covered", "@query-param;name=\"a\"", "\"@query-param\";name=\"a\"", null, "", null },
        { "a parameter in quotes", "\"@query-param\";name=\"a\"", "\"@query-param\";name=\"a\"", null, "", null },
        { "another parameter", "@query-param;name=\"a\"", "\"@query-param\";name=\"b\"", null, "", InvalidToken },
        { "a parameter within the query", "@query-param;name=\"a\"", "\"@query\"", null, "", null },
        { "a query of which one parameter is covered", "@query", "\"@query-param\";name=\"a\"", null, "", InvalidToken },
        { "a member that is covered", "x-a;key=\"a\"", "\"x-a\";key=\"a\"", "a=1, b=2", "", null },
        { "a member of a structured field", "x-a;key=\"a\"", "\"x-a\";sf;key=\"a\"", "a=1, b=2", "", null },
        { "a member within the header", "x-a;key=\"a\"", "\"x-a\"", "a=1, b=2", "", null },
        { "another member", "x-a;key=\"a\"", "\"x-a\";key=\"b\"", "a=1, b=2", "", InvalidToken },
        { "a header of which a member is covered", "x-a", "\"x-a\";key=\"a\"", "a=1, b=2", "", InvalidToken },
        { "a header as a structured field", "x-a", "\"x-a\";sf", "a=1, b=2", "", null },
        { "a header as bytes", "x-a", "\"x-a\";bs", "a=1, b=2", "", null },
        { "a header that the request lacks", "x-a?", "", null, "", null },
        { "a header that may be absent and is covered", "x-a?", "\"x-a\"", "1", "", null },
        { "a header that may be absent and is not covered", "x-a?", "", "1", "", InvalidToken },
        { "a digest that may be absent, without a body", "content-digest?", "", null, "", null },
        { "a digest that may be absent, with a body", "content-digest?", "", null, "hello", InvalidToken },
    };

    [Theory]
    [MemberData(nameof(Headers))]
    public static void Writes_a_header(string description, string component, string value, string? header, DenyReason? reason) =>
        AssertVerdict(
            new()
            {
                Input = Input(component),
                Lines = $"{MessageSignature.AllLines}{component}: {value}\n",
                Headers = header is null ? [] : [new("x-a", header)],
            },
            reason,
            description);

    // The value in the base of a header that came on several lines.
    [Theory]
    [InlineData("joined", "\"x-a\"", "a, b, , a")]
    [InlineData("as bytes", "\"x-a\";bs", ":YQ==:, :Yg==:, ::, :YQ==:")]
    public static void Joins_the_lines_of_a_header(string description, string component, string value) =>
        AssertVerdict(
            new()
            {
                Input = Input(component),
                Lines = $"{MessageSignature.AllLines}{component}: {value}\n",
                Headers = [new("x-a", "a "), new("x-b", "c"), new("X-A", " b"), new("x-a", ""), new("x-a", "a")],
            },
            null,
            description);

    [Fact]
    public static void Joins_the_lines_of_a_structured_field() =>
        AssertVerdict(
            new()
            {
                Input = Input("\"x-a\";sf \"x-a\";key=\"c\""),
                Lines = $"{MessageSignature.AllLines}\"x-a\";sf: a=1, b;x=2, c=(d e)\n\"x-a\";key=\"c\": (d e)\n",
                Headers = [new("x-a", "a=1,b; x=2"), new("x-a", "c=( d e )")],
            },
            null,
            "a dictionary on two lines");

    [Theory]
    [MemberData(nameof(Parameters))]
    public static void Writes_a_parameter_of_the_query(string description, string name, string value, string query, DenyReason? reason) =>
        AssertVerdict(
            new()
            {
                Target = query.Length == 0 ? "/pay" : $"/pay?{query}",
                Input = Input($"\"@query-param\";name=\"{name}\""),
                Lines = $"{MessageSignature.AllLines.Replace("?a=1", $"?{query}", StringComparison.Ordinal)}" +
                    $"\"@query-param\";name=\"{name}\": {value}\n",
            },
            reason,
            description);

    [Theory]
    [InlineData(32, null)]
    [InlineData(33, InvalidToken)]
    public static void Takes_32_parameters(int count, DenyReason? reason) => AssertVerdict(
        new() { Input = $"({All});created=1800000000;keyid=\"k1\"{string.Concat(Enumerable.Range(2, count - 2).Select(i => $";p{i}"))}" },
        reason,
        $"{count} parameters");

    [Theory]
    [MemberData(nameof(Repetitions))]
    public static void Denies_a_component_that_is_there_twice(string description, string components, DenyReason? reason)
    {
        var header = string.Join(", ", Enumerable.Range(0, 61).Select(i => $"k{i}=1").Append("a=1").Append("b=1"));
        var lines = components.Split(' ').Select(component => $"{component}: {Value(component)}\n");

        AssertVerdict(
            new()
            {
                Input = Input(components),
                Lines = MessageSignature.AllLines + string.Concat(lines),
                Headers = [new("x-a", header), new("x-b", "1")],
            },
            reason,
            description);

        string Value(string component) => component switch
        {
            "\"x-a\"" => header,
            "\"x-a\";bs" => $":{Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(header))}:",
            _ => "1",
        };
    }

    [Theory]
    [MemberData(nameof(Covers))]
    public static void Asks_for_components(
        string description, string required, string covered, string? header, string body, DenyReason? reason)
    {
        var value = covered switch
        {
            "\"@query\"" => "?a=1&b=1",
            "\"x-a\"" or "\"x-a\";sf" => header,
            "\"x-a\";bs" => ":YT0xLCBiPTI=:",
            "\"x-a\";key=\"b\"" => "2",
            _ => "1",
        };
        AssertVerdict(
            new()
            {
                Target = "/pay?a=1&b=1",
                Input = $"(\"@method\" \"@path\"{(covered.Length == 0 ? "" : " ")}{covered});created=1800000000;keyid=\"k1\"",
                Lines = "\"@method\": POST\n\"@path\": /pay\n" + (covered.Length == 0 ? "" : $"{covered}: {value}\n"),
                Headers = header is null ? [] : [new("x-a", header)],
                Body = body,
                Change = preset => preset with { Covers = ["@method", "@path", required] },
            },
            reason,
            description);
    }

    private static string Input(string components) => $"({All} {components});created=1800000000;keyid=\"k1\"";

    private static void AssertVerdict(MessageSignature signature, DenyReason? reason, string description) =>
        Expect.Equal(reason, signature.Verdict().Denial(), description);
}
