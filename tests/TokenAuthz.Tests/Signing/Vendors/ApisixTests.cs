using System.Security.Cryptography;
using System.Text;
using TokenAuthz.Signing;
using static TokenAuthz.Signing.DenyReason;

namespace TokenAuthz.Tests.Signing.Vendors;

/// <summary>Requests as clients of APISIX's hmac-auth sign them, since 3.11 and before.</summary>
public static class ApisixTests
{
    private const string Compared = """{ "Forms": { "signature": { "Covers": ["digest"] } } }""";
    private const string Date = "Fri, 15 Jan 2027 08:00:00 GMT";

    // The target, and the path and the query that are signed before 3.11.
    public static TheoryData<string, string, string, DenyReason?> Targets => new()
    {
        { "/index.html?name=james&age=36", "/index.html", "age=36&name=james", null },
        { "/index.html?name=james&age=36", "/index.html", "name=james&age=36", InvalidToken },
        { "/index.html", "/index.html", "", null },
        { "/a%20b.html", "/a b.html", "", null },
        { "/a%20b.html", "/a%20b.html", "", InvalidToken },
        { "/a%2fb.html", "/a/b.html", "", InvalidToken },
        { "/a?b=2&b=1", "/a", "b=1&b=2", null },
        { "/a?b=1&b=2", "/a", "b=2&b=1", InvalidToken },
        { "/a?q=a+b", "/a", "q=a%20b", null },
        { "/a?q=a%2Fb~c", "/a", "q=a%2Fb~c", null },
        { "/a?q=a%2fb", "/a", "q=a%2Fb", null },
        { "/a?q=a%2fb", "/a", "q=a%2fb", InvalidToken },
        { "/a?q=1&r=2", "/a", "q=1", InvalidToken },
    };

    // The list since 3.11, and the text that is signed.
    public static TheoryData<string, string, DenyReason?> Lists => new()
    {
        { "@request-target date", $"k1\nGET /a?b=%2F&a\ndate: {Date}\n", null },
        { "date @request-target", $"k1\ndate: {Date}\nGET /a?b=%2F&a\n", null },
        { "@request-target date x-a", $"k1\nGET /a?b=%2F&a\ndate: {Date}\nx-a: 1\n", null },
        { "@request-target date x-absent", $"k1\nGET /a?b=%2F&a\ndate: {Date}\n", null },
        { "@request-target date x-twice", $"k1\nGET /a?b=%2F&a\ndate: {Date}\nx-twice: 1\n", InvalidToken },
        { "@request-target date", $"k1\nGET /a?b=/&a\ndate: {Date}\n", InvalidToken },
        { "@request-target date", $"k1\nGET /a?b=%2F&a\ndate: {Date}", InvalidToken },
        { "@request-target date", $"k2\nGET /a?b=%2F&a\ndate: {Date}\n", InvalidToken },
        { "@request-target", "k1\nGET /a?b=%2F&a\n", InvalidToken },
        { "date", $"k1\ndate: {Date}\n", InvalidToken },
        { "@request-target date digest", $"k1\nGET /a?b=%2F&a\ndate: {Date}\n", InvalidToken },
    };

    [Theory]
    [MemberData(nameof(Targets))]
    public static void Sign_the_decoded_path_and_the_sorted_query_before_3_11(string target, string path, string query, DenyReason? reason)
    {
        var text = $"GET\n{path}\n{query}\nk1\n{Date}\n";
        var headers = new VendorRequest
        {
            Target = target,
            Headers =
            [
                ("X-HMAC-SIGNATURE", Signature(text)),
                ("X-HMAC-ALGORITHM", "hmac-sha256"),
                ("X-HMAC-ACCESS-KEY", "k1"),
                ("Date", Date),
            ],
        };
        var header =
            new VendorRequest { Target = target, Headers = [("Authorization", $"hmac-auth-v1#k1#{Signature(text)}#hmac-sha256#{Date}#")] };

        Expect.Equal(reason, headers.Check("apisix-hmac-auth"), $"{target}, in headers");
        Expect.Equal(reason, header.Check("apisix-hmac-auth"), $"{target}, in one header");
    }

    [Theory]
    [InlineData("User-Agent;x-a", "User-Agent:curl\nx-a:1\n", null)]
    [InlineData("x-a;User-Agent", "x-a:1\nUser-Agent:curl\n", null)]
    [InlineData("x-a;User-Agent", "User-Agent:curl\nx-a:1\n", InvalidToken)]
    [InlineData("x-a;x-absent", "x-a:1\nx-absent:\n", null)]
    [InlineData("x-a", "x-a:2\n", InvalidToken)]
    public static void Sign_the_headers_that_they_list_before_3_11(string list, string lines, DenyReason? reason)
    {
        var text = $"GET\n/a\n\nk1\n{Date}\n{lines}";
        var headers = new VendorRequest
        {
            Target = "/a",
            Headers =
            [
                ("X-HMAC-SIGNATURE", Signature(text)),
                ("X-HMAC-ALGORITHM", "hmac-sha256"),
                ("X-HMAC-ACCESS-KEY", "k1"),
                ("X-HMAC-SIGNED-HEADERS", list),
                ("Date", Date),
                ("User-Agent", "curl"),
                ("X-A", "1"),
            ],
        };
        var header = headers with
        {
            Headers =
                [("User-Agent", "curl"), ("X-A", "1"), ("Authorization", $"hmac-auth-v1#k1#{Signature(text)}#hmac-sha256#{Date}#{list}")],
        };

        Expect.Equal(reason, headers.Check("apisix-hmac-auth"), $"{list}, in headers");
        Expect.Equal(reason, header.Check("apisix-hmac-auth"), $"{list}, in one header");
    }

    [Theory]
    [MemberData(nameof(Lists))]
    public static void Sign_what_they_list_since_3_11(string list, string text, DenyReason? reason) => Expect.Equal(
        reason,
        new VendorRequest
        {
            Target = "/a?b=%2F&a",
            Headers =
            [
                ("Date", Date),
                ("X-A", "1"),
                ("X-Twice", "1"),
                ("X-Twice", "2"),
                (
                    "Authorization",
                    $"Signature keyId=\"k1\",algorithm=\"hmac-sha256\",headers=\"{list}\",signature=\"{Signature(text)}\""),
            ],
        }.Check("apisix-hmac-auth"),
        list);

    [Theory]
    [InlineData("the body", "{}", Compared, null)]
    [InlineData("another body", "[]", Compared, InvalidToken)]
    [InlineData("a digest that nothing compares", "{}", "{}", InvalidToken)]
    public static void May_sign_the_digest_of_the_body(string description, string body, string settings, DenyReason? reason)
    {
        var digest = $"SHA-256={Convert.ToBase64String(SHA256.HashData("{}"u8))}";
        var signature = Signature($"k1\nPOST /a\ndate: {Date}\ndigest: {digest}\n");
        var value = $"Signature keyId=\"k1\",algorithm=\"hmac-sha256\",headers=\"@request-target date digest\",signature=\"{signature}\"";

        Expect.Equal(
            reason,
            new VendorRequest
            {
                Method = "POST",
                Target = "/a",
                Body = body,
                Headers = [("Date", Date), ("Digest", digest), ("Authorization", value)],
            }.Check("apisix-hmac-auth", settings),
            description);
    }

    private static string Signature(string text) =>
        Convert.ToBase64String(HMACSHA256.HashData(VendorRequest.Secret, Encoding.ASCII.GetBytes(text)));
}
