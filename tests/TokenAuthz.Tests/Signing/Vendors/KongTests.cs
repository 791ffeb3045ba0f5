using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using TokenAuthz.Signing;
using static TokenAuthz.Signing.DenyReason;

namespace TokenAuthz.Tests.Signing.Vendors;

#pragma warning disable CA1720 // What is signed is called so.

/// <summary>Requests as clients of Kong's hmac-auth sign them.</summary>
public static class KongTests
{
    private const string Date = "Fri, 15 Jan 2027 08:00:00 GMT";
    private const string Early = "Fri, 15 Jan 2027 07:54:59 GMT";
    private const string Target = "/v1/orders?state=open&state=a%20b";
    private const string Body = "{\"amount\":1}";

    private const string BodyDigest = """{ "Covers": ["digest"] }""";

    // The list, and the text that is signed.
    public static TheoryData<string, string, DenyReason?> Lists => new()
    {
        { "date request-line", $"date: {Date}\nGET {Target} HTTP/1.1", null },
        { "date request-line", $"date: {Date}\nGET {Target} HTTP/1.0", null },
        { "date request-line", $"date: {Date}\nGET {Target} HTTP/2.0", null },
        { "date request-line", $"date: {Date}\nGET {Target} HTTP/3.0", null },
        { "date request-line", $"date: {Date}\nGET {Target} HTTP/2", InvalidToken },
        { "request-line date", $"GET {Target} HTTP/1.1\ndate: {Date}", null },
        { "request-line date", $"date: {Date}\nGET {Target} HTTP/1.1", InvalidToken },
        { "@request-target date", $"@request-target: get {Target}\ndate: {Date}", null },
        { "@request-target date", $"@request-target: GET {Target}\ndate: {Date}", InvalidToken },
        { "date @request-target host", $"date: {Date}\n@request-target: get {Target}\nhost: example.com", null },
        { "date @request-target host", $"date: {Date}\n@request-target: get {Target}\nhost: other.example.com", InvalidToken },
        { "date request-line x-a x-b", $"date: {Date}\nGET {Target} HTTP/1.1\nx-a: 1\nx-b: two words", null },
        { "date request-line x-b x-a", $"date: {Date}\nGET {Target} HTTP/1.1\nx-a: 1\nx-b: two words", InvalidToken },
        { "date request-line x-absent", $"date: {Date}\nGET {Target} HTTP/1.1\nx-absent:", null },
        { "date request-line x-a", $"date: {Date}\nGET {Target} HTTP/1.1\nx-a:", InvalidToken },
        { "date request-line x-twice", $"date: {Date}\nGET {Target} HTTP/1.1\nx-twice: 1", InvalidToken },
        { "request-line", $"GET {Target} HTTP/1.1", InvalidToken },
        { "x-a request-line", $"x-a: 1\nGET {Target} HTTP/1.1", InvalidToken },
        { "date", $"date: {Date}", InvalidToken },
        { "date x-a", $"date: {Date}\nx-a: 1", InvalidToken },
        { "date request-line digest", $"date: {Date}\nGET {Target} HTTP/1.1\ndigest:", InvalidToken },
    };

    // {0} is the list, {1} the signature.
    public static TheoryData<string, string, DenyReason?> Headers => new()
    {
        { "as documented", "hmac username=\"k1\", algorithm=\"hmac-sha256\", headers=\"{0}\", signature=\"{1}\"", null },
        { "no blanks", "hmac username=\"k1\",algorithm=\"hmac-sha256\",headers=\"{0}\",signature=\"{1}\"", null },
        { "more blanks", "hmac username=\"k1\" ,  algorithm=\"hmac-sha256\" ,headers=\"{0}\",   signature=\"{1}\"", null },
        { "another order", "hmac signature=\"{1}\", headers=\"{0}\", algorithm=\"hmac-sha256\", username=\"k1\"", null },
        { "a capital", "Hmac username=\"k1\", algorithm=\"hmac-sha256\", headers=\"{0}\", signature=\"{1}\"", null },
        { "no algorithm", "hmac username=\"k1\", headers=\"{0}\", signature=\"{1}\"", null },
        { "another algorithm", "hmac username=\"k1\", algorithm=\"hmac-sha512\", headers=\"{0}\", signature=\"{1}\"", InvalidToken },
        { "a name twice", "hmac username=\"k1\", username=\"k1\", headers=\"{0}\", signature=\"{1}\"", InvalidToken },
        { "no list", "hmac username=\"k1\", algorithm=\"hmac-sha256\", signature=\"{1}\"", InvalidToken },
        { "another user", "hmac username=\"k2\", algorithm=\"hmac-sha256\", headers=\"{0}\", signature=\"{1}\"", InvalidToken },
        { "another scheme", "Basic {1}", MissingToken },
    };

    [Theory]
    [MemberData(nameof(Lists))]
    public static void Sign_any_list_of_headers(string list, string text, DenyReason? reason)
    {
        foreach (var name in (string[])["Authorization", "Proxy-Authorization"])
        {
            var request = new VendorRequest
            {
                Target = Target,
                Headers = [("Date", Date), ("X-A", "1"), ("X-B", "two words"), ("X-Twice", "1"), ("X-Twice", "2"),
                    (name, Authorization(list, text))],
            };

            Expect.Equal(reason, request.Check("kong-hmac-auth"), $"{name}: {list}");
        }
    }

    [Theory]
    [MemberData(nameof(Headers))]
    public static void Write_their_parameters_each_in_its_own_way(string description, string header, DenyReason? reason)
    {
        var value = header.Replace("{0}", "date request-line", StringComparison.Ordinal)
            .Replace("{1}", Signature($"date: {Date}\nGET {Target} HTTP/1.1"), StringComparison.Ordinal);

        Expect.Equal(
            reason,
            new VendorRequest { Target = Target, Headers = [("Date", Date), ("Authorization", value)] }.Check("kong-hmac-auth"),
            description);
    }

    [Theory]
    [InlineData("x-date alone", "x-date", "", Date, null)]
    [InlineData("both, the same", "x-date", Date, Date, null)]
    [InlineData("both, the other signed", "date", Date, Date, null)]
    [InlineData("both, not the same", "x-date", Early, Date, InvalidToken)]
    [InlineData("the one that is not signed is new", "date", Date, Early, InvalidToken)]
    [InlineData("too old", "x-date", "", Early, Expired)]
    public static void May_date_in_a_header_of_its_own(string description, string signed, string date, string xDate, DenyReason? reason)
    {
        var text = $"{signed}: {(signed == "date" ? date : xDate)}\n@request-target: get {Target}";
        ImmutableArray<(string, string)> dates = date.Length == 0 ? [("X-Date", xDate)] : [("Date", date), ("X-Date", xDate)];
        var request = new VendorRequest
        {
            Target = Target,
            Headers = [.. dates, ("Authorization", Authorization($"{signed} @request-target", text))],
        };

        Expect.Equal(reason, request.Check("kong-hmac-auth"), description);
    }

    [Theory]
    [InlineData("the digest of the body", Body, Body, BodyDigest, null)]
    [InlineData("another body", Body, "{\"amount\":2}", BodyDigest, InvalidToken)]
    [InlineData("a digest that nothing compares", Body, Body, "{}", InvalidToken)]
    [InlineData("an empty body", "", "", BodyDigest, null)]
    public static void May_sign_the_digest_of_the_body(string description, string signed, string body, string settings, DenyReason? reason)
    {
        var digest = $"SHA-256={Convert.ToBase64String(SHA256.HashData(Encoding.ASCII.GetBytes(signed)))}";
        var text = $"date: {Date}\n@request-target: post {Target}\ndigest: {digest}";
        var request = new VendorRequest
        {
            Method = "POST",
            Target = Target,
            Body = body,
            Headers = [("Date", Date), ("Digest", digest), ("Authorization", Authorization("date @request-target digest", text))],
        };

        Expect.Equal(reason, request.Check("kong-hmac-auth", settings), description);
    }

    [Theory]
    [InlineData("get", InvalidToken)]
    [InlineData("Get", InvalidToken)]
    [InlineData("POST", InvalidToken)]
    [InlineData("GET", null)]
    public static void Sign_no_other_method(string method, DenyReason? reason) => Assert.Equal(
        reason,
        new VendorRequest
        {
            Method = method,
            Target = Target,
            Headers =
            [
                ("Date", Date),
                ("Authorization", Authorization("date @request-target", $"date: {Date}\n@request-target: get {Target}")),
            ],
        }.Check("kong-hmac-auth"));

    private static string Authorization(string list, string text) =>
        $"hmac username=\"k1\", algorithm=\"hmac-sha256\", headers=\"{list}\", signature=\"{Signature(text)}\"";

    private static string Signature(string text) =>
        Convert.ToBase64String(HMACSHA256.HashData(VendorRequest.Secret, Encoding.ASCII.GetBytes(text)));
}
