using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using TokenAuthz.Signing;
using TokenAuthz.Signing.Algorithms;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Schemes;
using TokenAuthz.Signing.Verifying;

namespace TokenAuthz.Tests.Signing;

/// <summary>What webhooks sign and others do not: several signatures in any place, lists of signed items, sorted texts.</summary>
public static class WebhookLanguageTests
{
    private const string Body = """{"id":1}""";

    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_795_435_200);
    private static readonly KeyRing Keys = new([new Key("a", "key-a"u8), new Key("b", "key-b"u8)]);

    private static readonly SchemeDefinition OfBody = new()
    {
        Name = "of-body",
        Token = ["header:x-first={sig} || header:x-second={sig}"],
        Message = "{body}",
    };

    [Theory]
    [InlineData("the first", "key-a", null, null)]
    [InlineData("the second", null, "key-b", null)]
    [InlineData("both", "key-a", "key-b", null)]
    [InlineData("the second behind one of no key", "key-x", "key-b", null)]
    [InlineData("neither is of a key", "key-x", "key-y", DenyReason.InvalidToken)]
    [InlineData("neither", null, null, DenyReason.MissingToken)]
    public static void One_of_several_headers_has_to_hold(string description, string? first, string? second, DenyReason? reason)
    {
        var headers = new[] { ("x-first", first), ("x-second", second) }
            .Where(header => header.Item2 is not null)
            .Select(header => KeyValuePair.Create(header.Item1, Hmac(header.Item2!, Body)));

        Expect.Equal(reason, Check(OfBody, Body, [.. headers]).Denial(), description);
    }

    [Fact]
    public static void A_header_that_is_there_twice_is_no_signature()
    {
        KeyValuePair<string, string>[] headers =
            [new("x-first", Hmac("key-a", Body)), new("x-first", Hmac("key-a", Body)), new("x-second", Hmac("key-b", Body))];

        Assert.Null(Check(OfBody, Body, headers).Denial());
        Assert.Equal(DenyReason.InvalidToken, Check(OfBody, Body, headers[..2]).Denial());
    }

    [Theory]
    [InlineData("as it is documented", "t=1795435200,v1=S", null)]
    [InlineData("in another order, with blanks", "v1=S , t=1795435200", null)]
    [InlineData("the second signature", "t=1795435200,v1=00,v1=S", null)]
    [InlineData("a signature of another version", "t=1795435200,v0=S", DenyReason.InvalidToken)]
    [InlineData("other names", "t=1795435200,v1=S,v0=11,x=y", null)]
    [InlineData("two times", "t=1795435200,t=1795435200,v1=S", DenyReason.InvalidToken)]
    [InlineData("no time", "v1=S", DenyReason.InvalidToken)]
    [InlineData("no signature", "t=1795435200", DenyReason.InvalidToken)]
    [InlineData("another time", "t=1795435201,v1=S", DenyReason.InvalidToken)]
    public static void Pairs_stand_in_any_order_and_a_signature_several_times(string description, string list, DenyReason? reason)
    {
        var scheme = new SchemeDefinition
        {
            Name = "pairs",
            Token = ["header:x-signature={list}"],
            Items = ["list , t=issued! v1=sig+! *"],
            Message = "{issued}.{body}",
        };
        var header = list.Replace("S", Hmac("key-a", $"1795435200.{Body}"), StringComparison.Ordinal);

        Expect.Equal(reason, Check(scheme, Body, [new("x-signature", header)]).Denial(), description);
    }

    [Theory]
    [InlineData("one of two has to pass", "each ,", "1:A,2:x", null)]
    [InlineData("the second of two has to pass", "each ,", "1:x,2:B", null)]
    [InlineData("none passes", "each ,", "1:x,2:y", DenyReason.InvalidToken)]
    [InlineData("both pass", "every ,", "1:A,2:B", null)]
    [InlineData("one of both passes", "every ,", "1:A,2:x", DenyReason.InvalidToken)]
    [InlineData("the other of both passes", "every ,", "1:x,2:B", DenyReason.InvalidToken)]
    [InlineData("nine", "every ,", "1:A,1:A,1:A,1:A,1:A,1:A,1:A,1:A,1:A", DenyReason.InvalidToken)]
    [InlineData("eight", "every ,", "1:A,1:A,1:A,1:A,1:A,1:A,1:A,1:A", null)]
    public static void Lists_hold_several_tokens(string description, string codec, string list, DenyReason? reason)
    {
        var scheme = new SchemeDefinition
        {
            Name = "list",
            Token = ["header:x-signature={list}"],
            Items = [$"list {codec} part", "part match {number}:{sig}"],
            Message = "{number}",
            Bearer = true,
        };
        var header = list.Replace("A", Hmac("key-a", "1"), StringComparison.Ordinal)
            .Replace("B", Hmac("key-b", "2"), StringComparison.Ordinal);

        Expect.Equal(reason, Check(scheme, "", [new("x-signature", header)]).Denial(), description);
    }

    [Theory]
    [InlineData("sorted, without separators", "{sorted_form}", "b=2&a=1&a=0&a=1", "a0a1b2", null)]
    [InlineData("decoded", "{sorted_form}", "%61=1+%2B", "a1 +", null)]
    [InlineData("joined, without one of them", "{sorted_form:=&,c}", "b=2&a=1&c=3", "a=1&b=2", null)]
    [InlineData("without a value", "{sorted_form:=&}", "b&a=", "a=&b=", null)]
    [InlineData("an ill-formed escape", "{sorted_form}", "a=%4", "a%4", DenyReason.InvalidToken)]
    [InlineData("a parameter within another", "{sorted_form:=&}", "a=1%26b%3D2", "a=1&b=2", DenyReason.InvalidToken)]
    [InlineData("a name with a separator", "{sorted_form:=&}", "a%26b=1", "a&b=1", DenyReason.InvalidToken)]
    [InlineData("an ampersand that separates nothing", "{sorted_form:=&}", "a=1%262", "a=1&2", null)]
    public static void Forms_are_sorted(string description, string part, string body, string message, DenyReason? reason)
    {
        var scheme = OfBody with { Token = ["header:x-first={sig}"], Message = part };
        KeyValuePair<string, string> type = new("content-type", "application/x-www-form-urlencoded; charset=utf-8");

        Expect.Equal(reason, Check(scheme, body, [new("x-first", Hmac("key-a", message)), type]).Denial(), description);
        Expect.Equal(
            DenyReason.InvalidToken, Check(scheme, body, [new("x-first", Hmac("key-a", message))]).Denial(), $"{description}, of no type");
    }

    [Theory]
    [InlineData("both", "i=7", "1", "id:7;ref:1;end", null)]
    [InlineData("one", "i=7", null, "id:7;end", null)]
    [InlineData("neither", "", null, "end", null)]
    [InlineData("one in the other", "i=7;ref:1", null, "id:7;ref:1;end", DenyReason.InvalidToken)]
    public static void A_text_goes_with_its_field(string description, string query, string? reference, string message, DenyReason? reason)
    {
        var scheme = new SchemeDefinition
        {
            Name = "optional",
            Token = ["header:x-first={sig}", "query:i?={id}", "header:x-ref?={ref}"],
            Let = Texts(("id_part", "id:{id};"), ("ref_part", "ref:{ref};")),
            Message = "{id_part?}{ref_part?}end",
            Bearer = true,
        };
        List<KeyValuePair<string, string>> headers = [new("x-first", Hmac("key-a", message))];
        if (reference is not null) headers.Add(new("x-ref", reference));

        Expect.Equal(reason, Check(scheme, "", [.. headers], $"/?{query}").Denial(), description);
    }

    [Fact]
    public static void A_key_stands_in_the_message_of_an_hmac_only_by_name()
    {
        var scheme = OfBody with { Token = ["header:x-first={sig}"], Message = "{body}\n{key}" };
        KeyValuePair<string, string> header = new("x-first", Hmac("key-a", $"{Body}\nkey-a"));

        Assert.Equal("Message", Assert.Throws<SchemeException>(() => Scheme.Compile(scheme)).Setting);
        Assert.Null(Check(scheme with { KeyInMessage = true }, Body, [header]).Denial());
        var ofNoKey = scheme with { KeyInMessage = true, Message = "{body}" };
        Assert.Equal("KeyInMessage", Assert.Throws<SchemeException>(() => Scheme.Compile(ofNoKey)).Setting);
    }

    [Fact]
    public static void Texts_that_are_joined_have_to_be_allowed()
    {
        var scheme = new SchemeDefinition
        {
            Name = "sorted",
            Token = ["query:sig={sig}", "query:n={nonce}"],
            Let = Texts(("values", "{key}\n{nonce}")),
            Message = "{values|sort_lines}",
            Algorithm = SignatureAlgorithm.Sha1,
            Bearer = true,
        };

        // Of the text "key-az".
        const string signature = "34056ab81b448e17fd8f61e1239b57d8ac2ff632";

        Assert.Equal("Message", Assert.Throws<SchemeException>(() => Scheme.Compile(scheme)).Setting);
        var allowed = scheme with { AllowUnseparated = ["{values|sort_lines}"] };
        Assert.Null(Check(allowed, "", [], $"/?n=z&sig={signature}").Denial());
        Assert.Equal(DenyReason.InvalidToken, Check(allowed, "", [], $"/?n=y&sig={signature}").Denial());
    }

    [Theory]
    [InlineData("a signature in the body", """{"a":{"sig":"S","id":"7"}}""", null)]
    [InlineData("another value", """{"a":{"sig":"S","id":"8"}}""", DenyReason.InvalidToken)]
    [InlineData("twice", """{"a":{"sig":"S","sig":"S","id":"7"}}""", DenyReason.InvalidToken)]
    [InlineData("no signature", """{"a":{"id":"7"}}""", DenyReason.InvalidToken)]
    [InlineData("no JSON", "x", DenyReason.InvalidToken)]
    [InlineData("no body", "", DenyReason.MissingToken)]
    public static void A_signature_may_be_in_the_body(string description, string body, DenyReason? reason)
    {
        var scheme = new SchemeDefinition
        {
            Name = "in-body",
            Items = ["body json a/sig=sig! a/id=id!"],
            Message = "{id}",
            Bearer = true,
        };

        Expect.Equal(reason, Check(scheme, body.Replace("S", Hmac("key-a", "7"), StringComparison.Ordinal), []).Denial(), description);
    }

    private static ImmutableSortedDictionary<string, string> Texts(params ReadOnlySpan<(string Name, string Text)> texts)
    {
        var result = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
        foreach (var (name, text) in texts) result = result.Add(name, text);
        return result;
    }

    private static string Hmac(string key, string text) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(text)));

    private static Verdict Check(
        SchemeDefinition scheme, string body, KeyValuePair<string, string>[] headers, string target = "/hook")
    {
        var request = new TestRequest(target) { MethodText = "POST", Headers = [.. headers], BodyBytes = Encoding.UTF8.GetBytes(body) };
        return Scheme.Compile(scheme).Verify(ref request, Keys, Now);
    }
}
