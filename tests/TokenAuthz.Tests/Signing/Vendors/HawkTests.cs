using System.Security.Cryptography;
using System.Text;
using TokenAuthz.Signing;
using TokenAuthz.Signing.Verifying;
using static TokenAuthz.Signing.DenyReason;

namespace TokenAuthz.Tests.Signing.Vendors;

/// <summary>Requests as clients of Hawk sign them, and those that differ in one thing.</summary>
public static class HawkTests
{
    private const string Body = "{\"amount\":1}";
    private const string HashRequired = """{ "Require": { "hash": "{payload|sha256|base64}" } }""";

    private static readonly string Hash = HashOf("application/json", Body);

    // What the header has in front of the mac, and the lines that are signed behind the version.
    public static TheoryData<string, string, string, DenyReason?> Headers => new()
    {
        { "a request", Header(), Lines(), null },
        { "data of an application", Header(ext: "app 1"), Lines(ext: "app 1"), null },
        { "the digest of the body", Header(hash: Hash), Lines(hash: Hash), null },
        { "the digest of another body", Header(hash: HashOf("application/json", "{}")),
            Lines(hash: HashOf("application/json", "{}")), InvalidToken },
        { "the digest of another type", Header(hash: HashOf("text/plain", Body)), Lines(hash: HashOf("text/plain", Body)), InvalidToken },
        { "an empty digest", $"{Header()}, hash=\"\"", Lines(), InvalidToken },
        { "a digest that is not signed", Header(hash: Hash), Lines(), InvalidToken },
        { "a digest that is signed and not sent", Header(), Lines(hash: Hash), InvalidToken },
        { "the mac of another nonce", Header(nonce: "other"), Lines(), InvalidToken },
        { "the mac of another time", Header(time: "1800000001"), Lines(), InvalidToken },
        { "the mac of other data", Header(ext: "app 2"), Lines(ext: "app 1"), InvalidToken },
        { "data that is not signed", Header(ext: "app 1"), Lines(), InvalidToken },
        { "data that was taken away", Header(), Lines(ext: "app 1"), InvalidToken },
        { "data with a quote", Header(ext: "a\\\"b"), Lines(ext: "a\\\"b"), InvalidToken },
        { "an application of Oz", $"{Header()}, app=\"app\", dlg=\"\"", $"{Lines()}app\n\n", InvalidToken },
        { "an application that is not signed", $"{Header()}, app=\"app\"", Lines(), InvalidToken },
        { "a delegation that is not signed", $"{Header()}, dlg=\"user\"", Lines(), InvalidToken },
        { "the nonce twice", $"{Header()}, nonce=\"j4h3g2\"", Lines(), InvalidToken },
        { "the id twice", $"{Header()}, id=\"k1\"", Lines(), InvalidToken },
        { "an unknown id", Header(id: "k2"), Lines(), InvalidToken },
        { "60 s old", Header(time: "1799999940"), Lines(time: "1799999940"), null },
        { "61 s old", Header(time: "1799999939"), Lines(time: "1799999939"), Expired },
        { "61 s ahead", Header(time: "1800000061"), Lines(time: "1800000061"), NotYetValid },
        { "a time in milliseconds", Header(time: "1800000000000"), Lines(time: "1800000000000"), InvalidToken },
        { "an empty nonce, which is claimed as any other", Header(nonce: ""), Lines(nonce: ""), null },
        { "another port", Header(), Lines(port: "8443"), InvalidToken },
        { "another method", Header(), Lines(method: "PUT"), InvalidToken },
        { "the mac of a response", Header(), Lines("hawk.1.response"), InvalidToken },
        { "the mac of a link", Header(), Lines("hawk.1.bewit"), InvalidToken },
    };

    [Theory]
    [MemberData(nameof(Headers))]
    public static void Allows_or_denies_with_its_reason(string description, string header, string lines, DenyReason? reason) =>
        Expect.Equal(reason, Verify(header, lines).Denial(), description);

    [Fact]
    public static void Denies_a_request_without_a_digest_of_its_body_where_one_is_required()
    {
        Assert.Null(Verify(Header(hash: Hash), Lines(hash: Hash), HashRequired).Denial());
        Assert.Equal(InvalidToken, Verify(Header(), Lines(), HashRequired).Denial());
    }

    [Fact]
    public static void Denies_a_link_with_a_bewit() =>
        Assert.Equal(MissingToken, new VendorRequest { Target = "/a?bewit=azFcMTgwMDAwMDA2MFxtYWNc" }.Check("hawk"));

    [Fact]
    public static void A_nonce_is_claimed_once_whatever_else_is_signed()
    {
        var claim = Verify(Header(), Lines()).Claim;

        Assert.True(claim.IsNeeded);
        Assert.Equal(claim.Id, Verify(Header(ext: "b"), Lines(ext: "b")).Claim.Id);
        Assert.Equal(claim.Id, Verify(Header(time: "1800000001"), Lines(time: "1800000001")).Claim.Id);
        Assert.NotEqual(claim.Id, Verify(Header(nonce: "other"), Lines(nonce: "other")).Claim.Id);
    }

    private static string Header(
        string id = "k1", string time = "1800000000", string nonce = "j4h3g2", string? hash = null, string? ext = null) =>
        $"id=\"{id}\", ts=\"{time}\", " +
            $"nonce=\"{nonce}\"{(hash is null ? "" : $", hash=\"{hash}\"")}{(ext is null ? "" : $", ext=\"{ext}\"")}";

    private static string Lines(
        string type = "hawk.1.header",
        string time = "1800000000",
        string nonce = "j4h3g2",
        string method = "POST",
        string port = "443",
        string hash = "",
        string ext = "") =>
        $"{type}\n{time}\n{nonce}\n{method}\n/pay?a=1\nexample.com\n{port}\n{hash}\n{ext}\n";

    private static string HashOf(string type, string body) =>
        Convert.ToBase64String(SHA256.HashData(Encoding.ASCII.GetBytes($"hawk.1.payload\n{type}\n{body}\n")));

    private static Verdict Verify(string header, string lines, string settings = "{}")
    {
        var mac = Convert.ToBase64String(HMACSHA256.HashData(VendorRequest.Secret, Encoding.Latin1.GetBytes(lines)));
        var request = new VendorRequest
        {
            Method = "POST",
            Target = "/pay?a=1",
            Headers = [("Authorization", $"Hawk {header}, mac=\"{mac}\""), ("Content-Type", "Application/JSON; charset=utf-8")],
            Body = Body,
        };
        return request.Verify("hawk", settings);
    }
}
