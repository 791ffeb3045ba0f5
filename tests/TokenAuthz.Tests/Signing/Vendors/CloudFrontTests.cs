using TokenAuthz.Signing;
using TokenAuthz.Signing.Algorithms;
using TokenAuthz.Signing.Schemes;
using static TokenAuthz.Signing.DenyReason;
using static TokenAuthz.Tests.Signing.Vendors.CloudFrontLink;

namespace TokenAuthz.Tests.Signing.Vendors;

/// <summary>Policies of CloudFront's links that a lenient reader would take for others, all of them with a right signature.</summary>
public static class CloudFrontTests
{
    private const string Url = "https://d1.cloudfront.net/video/1.mp4";
    private const string End = "\"DateLessThan\":{\"AWS:EpochTime\":1800000060}";

    private static readonly string Right = Policy(Url, End);

    public static TheoryData<string, string, string?, DenyReason?> Policies { get; } = new()
    {
        { "a policy", Right, null, null },
        { "blanks and a line end",
            Right.Replace("\":", "\" :\t", StringComparison.Ordinal).Replace("{", "{ ", StringComparison.Ordinal) + "\r\n", null, null },
        { "escaped slashes, as PHP writes them", Right.Replace("/", "\\/", StringComparison.Ordinal), null, null },
        { "conditions in another order", Policy(Url, "\"IpAddress\":{\"AWS:SourceIp\":\"192.0.2.0/24\"}," + End), "192.0.2.9", null },
        { "no resource", "{\"Statement\":[{\"Condition\":{" + End + "}}]}", null, null },
        { "every resource", Policy("*", End), null, null },
        { "the folder", Policy("https://d1.cloudfront.net/video/*", End), null, null },
        { "another folder", Policy("https://d1.cloudfront.net/audio/*", End), null, OutOfScope },
        { "another host", Policy("https://d2.cloudfront.net/video/*", End), null, OutOfScope },
        { "http, where https is not known", Policy("http://d1.cloudfront.net/video/*", End), null, null },
        { "a client of the network", Policy(Url, End + ",\"IpAddress\":{\"AWS:SourceIp\":\"192.0.2.9/32\"}"), "192.0.2.9", null },
        { "another client", Policy(Url, End + ",\"IpAddress\":{\"AWS:SourceIp\":\"192.0.2.9/32\"}"), "192.0.2.8", OutOfScope },
        { "a client that is not known", Policy(Url, End + ",\"IpAddress\":{\"AWS:SourceIp\":\"0.0.0.0/0\"}"), null, OutOfScope },
        { "a client of IPv6", Policy(Url, End + ",\"IpAddress\":{\"AWS:SourceIp\":\"0.0.0.0/0\"}"), "2001:db8::1", OutOfScope },
        { "two networks", Policy(Url, End + ",\"IpAddress\":{\"AWS:SourceIp\":[\"192.0.2.9/32\"]}"), "192.0.2.9", InvalidToken },
        { "its begin", Policy(Url, End + ",\"DateGreaterThan\":{\"AWS:EpochTime\":1800000000}"), null, NotYetValid },
        { "behind its begin", Policy(Url, End + ",\"DateGreaterThan\":{\"AWS:EpochTime\":1799999999}"), null, null },
        { "its end", Policy(Url, "\"DateLessThan\":{\"AWS:EpochTime\":1800000000}"), null, Expired },
        { "no end", Policy(Url, ""), null, InvalidToken },
        { "an end that is text", Policy(Url, "\"DateLessThan\":{\"AWS:EpochTime\":\"1800000060\"}"), null, InvalidToken },
        { "an end with a fraction", Policy(Url, "\"DateLessThan\":{\"AWS:EpochTime\":1800000060.5}"), null, InvalidToken },
        { "an end with an exponent", Policy(Url, "\"DateLessThan\":{\"AWS:EpochTime\":18e8}"), null, InvalidToken },
        { "an end below zero", Policy(Url, "\"DateLessThan\":{\"AWS:EpochTime\":-1}"), null, InvalidToken },
        { "an end twice", Policy(Url, End + "," + End), null, InvalidToken },
        {
            "a name twice", Right.Replace("{\"Resource\"", "{\"Resource\":\"*\",\"Resource\"", StringComparison.Ordinal), null, InvalidToken
        },
        { "a name twice, once with an escape",
            Right.Replace("{\"Resource\"", "{\"\\u0052esource\":\"*\",\"Resource\"", StringComparison.Ordinal), null, InvalidToken },
        { "a condition that is not known", Policy(Url, End + ",\"StringEquals\":{}"), null, InvalidToken },
        { "a member that is not known",
            Right.Replace("{\"Resource\"", "{\"Effect\":\"Deny\",\"Resource\"", StringComparison.Ordinal), null, InvalidToken },
        { "two statements", Right.Replace("]}", ",{\"Condition\":{" + End + "}}]}", StringComparison.Ordinal), null, InvalidToken },
        { "no statement", "{\"Statement\":[]}", null, InvalidToken },
        { "a statement that is no list",
            Right.Replace("[", "", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal), null, InvalidToken },
        { "a comment", Right + "//", null, InvalidToken },
        { "more behind it", Right + "{}", null, InvalidToken },
        { "a comma too many", Right.Replace("}}}]", "},}}]", StringComparison.Ordinal), null, InvalidToken },
        { "a list of lists", new string('[', 5000), null, InvalidToken },
        { "nothing", "", null, InvalidToken },
    };

    [Theory]
    [MemberData(nameof(Policies))]
    public static void Reads_policies_strictly(string description, string policy, string? client, DenyReason? reason) =>
        Expect.Equal(reason, Verify($"/video/1.mp4?{Custom(policy)}", client: client), description);

    [Theory]
    [InlineData("the URL", "", null)]
    [InlineData("a query that the policy lacks", "a=1&", OutOfScope)]
    [InlineData("an end beside the policy", "Expires=1800000060&", InvalidToken)]
    [InlineData("a second policy", "Policy=e30_&", InvalidToken)]
    [InlineData("a second signature", "Signature=e30_&", InvalidToken)]
    public static void Takes_one_token_in_a_link(string description, string added, DenyReason? reason) =>
        Expect.Equal(reason, Verify($"/video/1.mp4?{added}{Custom(Right)}"), description);

    [Theory]
    [InlineData(KeyKind.Rsa, false)]
    [InlineData(KeyKind.Rsa, true)]
    [InlineData(KeyKind.EcP256, false)]
    [InlineData(KeyKind.EcP256, true)]
    public static void Takes_keys_and_hashes_of_either_kind(KeyKind kind, bool isSha256)
    {
        Assert.Null(Verify($"/video/1.mp4?{Custom(Right, kind, isSha256)}"));
        var swapped = Custom(Right, kind, isSha256).Replace("&Hash-Algorithm=SHA256", "", StringComparison.Ordinal);
        Assert.Equal(isSha256 ? InvalidToken : null, Verify($"/video/1.mp4?{swapped}"));
    }

    [Fact]
    public static void Denies_SHA1_where_a_scheme_asks_for_SHA256()
    {
        static SchemeDefinition Sha256(SchemeDefinition form) => form with { Algorithm = SignatureAlgorithm.RsaOrEcdsaSha256 };

        Assert.Equal(InvalidToken, Verify($"/video/1.mp4?{Custom(Right)}", change: Sha256));
        Assert.Null(Verify($"/video/1.mp4?{Custom(Right, isSha256: true)}", change: Sha256));
    }

    [Theory]
    [InlineData("https://", "https", null)]
    [InlineData("https://", "http", OutOfScope)]
    [InlineData("http://", "https", OutOfScope)]
    public static void Compares_the_scheme_of_the_URL_that_clients_use(string publicUrl, string scheme, DenyReason? reason)
    {
        var policy = Policy($"{scheme}://{Host}/video/*", End);

        Assert.Equal(reason, Verify($"/video/1.mp4?{Custom(policy)}", change: form => form with { PublicUrl = publicUrl }));
    }

    [Theory]
    [InlineData("/video/../private/1.mp4")]
    [InlineData("/video/%2e%2e/private/1.mp4")]
    [InlineData("/video/..%2fprivate/1.mp4")]
    [InlineData("/video//1.mp4")]
    public static void Opens_no_path_that_could_be_read_in_two_ways(string path) =>
        Assert.Equal(OutOfScope, Verify($"{path}?{Custom(Policy("https://d1.cloudfront.net/video/*", End))}"));

    [Fact]
    public static void Takes_one_spelling_of_base64()
    {
        var link = Custom(Right);
        var signature = link[(link.IndexOf("Signature=", StringComparison.Ordinal) + 10)..].Split('&')[0];

        Assert.Null(Verify($"/video/1.mp4?{link.Replace(signature, signature.TrimEnd('_'), StringComparison.Ordinal)}"));
        foreach (var other in (string[])[
            signature[..^3] + "B__", "." + signature[1..], signature + "_", signature.Replace('~', '/') + "\n"
        ])
            Assert.Equal(InvalidToken, Verify($"/video/1.mp4?{link.Replace(signature, other, StringComparison.Ordinal)}"));
    }

    [Fact]
    public static void Takes_the_first_of_several_cookies_and_none_beside_a_parameter_of_a_link()
    {
        var cookies = "CloudFront-" + Custom(Right).Replace("&", "; CloudFront-", StringComparison.Ordinal);
        var others = "CloudFront-" +
            Custom(Policy("https://d1.cloudfront.net/audio/*", End)).Replace("&", "; CloudFront-", StringComparison.Ordinal);

        Assert.Null(Verify("/video/1.mp4", $"{cookies}; {others}"));
        Assert.Equal(OutOfScope, Verify("/video/1.mp4", $"{others}; {cookies}"));
        Assert.Equal(InvalidToken, Verify("/video/1.mp4?Key-Pair-Id=k1", cookies));
    }
}
