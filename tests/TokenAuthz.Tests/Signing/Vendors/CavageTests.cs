using System.Security.Cryptography;
using System.Text;
using TokenAuthz.Signing;
using static TokenAuthz.Signing.DenyReason;

namespace TokenAuthz.Tests.Signing.Vendors;

/// <summary>Requests as draft-cavage-http-signatures-12 signs them, and those that differ in one thing.</summary>
public static class CavageTests
{
    private const string Date = "Fri, 15 Jan 2027 08:00:00 GMT";
    private const string Early = "Fri, 15 Jan 2027 07:54:59 GMT";
    private const string Late = "Fri, 15 Jan 2027 08:05:01 GMT";
    private const string Body = "{\"amount\":1}";
    private const string Target = "(request-target): post /inbox?a=1";
    private const string Lines = $"{Target}\nhost: example.com\ndate: {Date}";

    private static readonly string Digest = $"SHA-256={Convert.ToBase64String(SHA256.HashData(Encoding.ASCII.GetBytes(Body)))}";

    // The parameters in front of the signature, and the text that is signed.
    public static TheoryData<string, string, string, DenyReason?> WithoutBody => new()
    {
        { "a request", "headers=\"(request-target) host date\"", Lines, null },
        { "an algorithm that is right", "algorithm=\"hmac-sha256\",headers=\"(request-target) host date\"", Lines, null },
        { "an algorithm that the key says", "algorithm=\"hs2019\",headers=\"(request-target) host date\"", Lines, null },
        { "another algorithm", "algorithm=\"rsa-sha256\",headers=\"(request-target) host date\"", Lines, InvalidToken },
        { "an algorithm of another digest", "algorithm=\"hmac-sha512\",headers=\"(request-target) host date\"", Lines, InvalidToken },
        { "no algorithm at all", "algorithm=\"none\",headers=\"(request-target) host date\"", Lines, InvalidToken },
        { "an empty algorithm", "algorithm=\"\",headers=\"(request-target) host date\"", Lines, InvalidToken },
        { "two algorithms", "algorithm=\"hs2019\",algorithm=\"hmac-sha256\",headers=\"(request-target) host date\"", Lines, InvalidToken },

        { "no list, which means the date", "algorithm=\"hs2019\"", $"date: {Date}", InvalidToken },
        { "no date in the list", "headers=\"(request-target) host\"", $"{Target}\nhost: example.com", InvalidToken },
        { "no target in the list", "headers=\"host date\"", $"host: example.com\ndate: {Date}", InvalidToken },
        { "no host in the list", "headers=\"(request-target) date\"", $"{Target}\ndate: {Date}", InvalidToken },
        { "an empty list", "headers=\"\"", "", InvalidToken },
        { "a name twice, which is signed twice", "headers=\"(request-target) host date date\"", $"{Lines}\ndate: {Date}", null },
        { "a header that is absent", "headers=\"(request-target) host date x-a\"", $"{Lines}\nx-a:", InvalidToken },
        { "a header that is there twice", "headers=\"(request-target) host date x-b\"", $"{Lines}\nx-b: 1, 2", InvalidToken },
        { "another order than the list's", "headers=\"date (request-target) host\"", Lines, InvalidToken },
        { "a target in capitals", "headers=\"(request-target) host date\"",
            Lines.Replace("post", "POST", StringComparison.Ordinal), InvalidToken },
        { "another host", "headers=\"(request-target) host date\"",
            Lines.Replace("example", "other", StringComparison.Ordinal), InvalidToken },

        { "a time of its own", "created=1800000000,headers=\"(request-target) host (created)\"",
            $"{Target}\nhost: example.com\n(created): 1800000000", null },
        { "a time that is not signed", "created=1800000000,headers=\"(request-target) host date\"", Lines, InvalidToken },
        { "a signed time that is not there", "headers=\"(request-target) host (created)\"",
            $"{Target}\nhost: example.com\n(created): 1800000000", InvalidToken },
        { "created 5 s ahead", Created(1_800_000_005), CreatedLines(1_800_000_005), null },
        { "created 6 s ahead", Created(1_800_000_006), CreatedLines(1_800_000_006), NotYetValid },
        { "created 301 s ago", Created(1_799_999_699), CreatedLines(1_799_999_699), Expired },
        { "an end", Expires(1_800_000_060), ExpiresLines(1_800_000_060), null },
        { "an end that is over", Expires(1_799_999_999), ExpiresLines(1_799_999_999), Expired },
        { "an end that is not signed", $"expires=1800000060,{Created(1_800_000_000)}", CreatedLines(1_800_000_000), InvalidToken },
        { "two ends", $"expires=1799999999,{Expires(1_800_000_060)}", ExpiresLines(1_800_000_060), InvalidToken },
        { "a time with a fraction", "created=1800000000.5,headers=\"(request-target) host (created)\"",
            $"{Target}\nhost: example.com\n(created): 1800000000.5", InvalidToken },
        { "an unknown parameter", "opaque=\"a\",headers=\"(request-target) host date\"", Lines, InvalidToken },
    };

    // The headers Date and Digest, and what is signed.
    public static TheoryData<string, string, string?, string, DenyReason?> WithBody => new()
    {
        { "the digest of the body", Date, Digest, $"{Lines}\ndigest: {Digest}", null },
        { "a digest that is not signed", Date, Digest, Lines, InvalidToken },
        { "no digest", Date, null, Lines, InvalidToken },
        { "the digest of another body", Date, "SHA-256=AAAA", $"{Lines}\ndigest: SHA-256=AAAA", InvalidToken },
        { "no digest that is known", Date, "MD5=AAAA", $"{Lines}\ndigest: MD5=AAAA", InvalidToken },
        { "an early date", Early, Digest, Lines.Replace(Date, Early, StringComparison.Ordinal) + $"\ndigest: {Digest}", Expired },
        { "a late date", Late, Digest, Lines.Replace(Date, Late, StringComparison.Ordinal) + $"\ndigest: {Digest}", NotYetValid },
        { "another date than the signed", Early, Digest, $"{Lines}\ndigest: {Digest}", Expired },
        { "a date that is none", "today", Digest,
            Lines.Replace(Date, "today", StringComparison.Ordinal) + $"\ndigest: {Digest}", InvalidToken },
    };

    [Theory]
    [MemberData(nameof(WithoutBody))]
    public static void Allows_or_denies_with_its_reason(string description, string parameters, string text, DenyReason? reason)
    {
        var request = new VendorRequest
        {
            Method = "POST",
            Target = "/inbox?a=1",
            Headers = [("Date", Date), ("X-B", "1"), ("X-B", "2"), ("Signature", Signature(parameters, text))],
        };

        Expect.Equal(reason, request.Check("cavage"), description);
    }

    [Theory]
    [MemberData(nameof(WithBody))]
    public static void Allows_or_denies_a_body_with_its_reason(
        string description, string date, string? digest, string text, DenyReason? reason)
    {
        var list = text.Contains("digest:", StringComparison.Ordinal) ? "(request-target) host date digest" : "(request-target) host date";
        var request = new VendorRequest
        {
            Method = "POST",
            Target = "/inbox?a=1",
            Headers =
                [("Date", date), ("Signature", Signature($"headers=\"{list}\"", text)), .. digest is null ? [] : Header("Digest", digest)],
            Body = Body,
        };

        Expect.Equal(reason, request.Check("cavage"), description);
    }

    [Theory]
    [InlineData("the same", "", null)]
    [InlineData("another", "x", InvalidToken)]
    public static void Denies_two_signatures_unless_they_are_the_same(string description, string change, DenyReason? reason)
    {
        var parameters = "headers=\"(request-target) host date\"";
        var request = new VendorRequest
        {
            Method = "POST",
            Target = "/inbox?a=1",
            Headers =
            [
                ("Date", Date), ("Signature", Signature(parameters, Lines)),
                ("Authorization", $"Signature {Signature(parameters, Lines + change)}"),
            ],
        };

        Expect.Equal(reason, request.Check("cavage"), description);
    }

    private static (string, string)[] Header(string name, string value) => [(name, value)];

    private static string Created(long time) => FormattableString.Invariant($"created={time},headers=\"(request-target) host (created)\"");

    private static string CreatedLines(long time) => FormattableString.Invariant($"{Target}\nhost: example.com\n(created): {time}");

    private static string Expires(long time) => FormattableString.Invariant(
        $"created=1800000000,expires={time},headers=\"(request-target) host (created) (expires)\"");

    private static string ExpiresLines(long time) => FormattableString.Invariant($"{CreatedLines(1_800_000_000)}\n(expires): {time}");

    private static string Signature(string parameters, string text) =>
        $"keyId=\"k1\",{parameters},signature=\"" +
        $"{Convert.ToBase64String(HMACSHA256.HashData(VendorRequest.Secret, Encoding.ASCII.GetBytes(text)))}\"";
}
