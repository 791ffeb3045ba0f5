using System.Security.Cryptography;
using System.Text;
using TokenAuthz.Signing;
using static TokenAuthz.Signing.DenyReason;

namespace TokenAuthz.Tests.Signing.Vendors;

/// <summary>OAuth 1.0a: requests with a right signature, which differ from a good one in one thing.</summary>
public static class OAuthTests
{
    private const string Json = "{\"a\":1}";

    private static readonly OAuthRequest Good = new();
    private static readonly OAuthRequest OfJson = Good with { ContentType = "application/json", Body = Json };

    private static readonly Dictionary<string, (OAuthRequest Request, DenyReason? Reason)> Rows = new()
    {
        ["a request with a token"] = (Good, null),
        ["a request without a token"] = (Good.With("oauth_token", null) with { Secret = "consumer-secret&" }, null),
        ["a form in the body"] = (Good with { Body = "c=3&a=1" }, null),
        ["a realm, which is not signed"] =
            (Good with { Header = header => header.Replace("OAuth ", "OAuth realm=\"Photos\", ", Ordinal) }, null),
        ["no version"] = (Good.With("oauth_version", null), null),
        ["a verifier"] = (Good.With("oauth_verifier", "hfdp7dh39dks9884"), null),
        ["the digest of the body"] = (OfJson.With("oauth_body_hash", Digest(Json)), null),

        ["the nonce twice"] = (Good.Twice("oauth_nonce", "7d8f3e4a"), InvalidToken),
        ["another nonce as well"] = (Good.Twice("oauth_nonce", "other"), InvalidToken),
        ["another token as well"] = (Good.Twice("oauth_token", "other"), InvalidToken),
        ["another consumer as well"] = (Good.Twice("oauth_consumer_key", "other"), InvalidToken),
        ["a time twice"] = (Good.Twice("oauth_timestamp", "1800000001"), InvalidToken),
        ["a verifier twice"] = (Good.With("oauth_verifier", "a").Twice("oauth_verifier", "b"), InvalidToken),
        ["another token in the query"] = (Good with { Query = "oauth_token=other" }, InvalidToken),
        ["another consumer in the query, with an escape"] = (Good with { Query = "oauth%5Fconsumer%5Fkey=other" }, InvalidToken),
        ["another nonce in the form"] = (Good with { Body = "oauth_nonce=other" }, InvalidToken),
        ["a signature in the query"] = (Good with { AddedQuery = "&oauth_signature=x" }, InvalidToken),
        ["a signature in the query, with an escape"] = (Good with { AddedQuery = "&oauth%5Fsignature=x" }, InvalidToken),
        ["a signature in the form"] = (Good with { Body = "oauth_signature=x" }, InvalidToken),

        ["another name of the algorithm"] = (Good.With("oauth_signature_method", "HMAC-SHA256"), OutOfScope),
        ["its name in lower case"] = (Good.With("oauth_signature_method", "hmac-sha1"), OutOfScope),
        ["no algorithm"] = (Good.With("oauth_signature_method", "PLAINTEXT"), OutOfScope),
        ["no algorithm, and the secret as the signature"] = (
            Good.With("oauth_signature_method", "PLAINTEXT") with { Header = header => SignedBy(header, "consumer-secret%26token-secret") },
            InvalidToken),
        ["no name of an algorithm"] = (Good.With("oauth_signature_method", null), InvalidToken),
        ["an empty signature"] = (Good with { Header = header => SignedBy(header, "") }, InvalidToken),
        ["another version"] = (Good.With("oauth_version", "2.0"), OutOfScope),
        ["the digest of another body"] = (OfJson.With("oauth_body_hash", Digest("{}")), InvalidToken),
        ["an empty digest"] = (OfJson.With("oauth_body_hash", ""), InvalidToken),

        ["300 s old"] = (Good.With("oauth_timestamp", "1799999700"), null),
        ["301 s old"] = (Good.With("oauth_timestamp", "1799999699"), Expired),
        ["300 s ahead"] = (Good.With("oauth_timestamp", "1800000300"), null),
        ["301 s ahead"] = (Good.With("oauth_timestamp", "1800000301"), NotYetValid),
        ["a time with a fraction"] = (Good.With("oauth_timestamp", "1800000000.5"), InvalidToken),
        ["a negative time"] = (Good.With("oauth_timestamp", "-1800000000"), InvalidToken),
        ["no time"] = (Good.With("oauth_timestamp", null), InvalidToken),
        ["no nonce"] = (Good.With("oauth_nonce", null), InvalidToken),
        ["an empty nonce, which is claimed as any other"] = (Good.With("oauth_nonce", ""), null),

        ["the secret of another token"] = (Good with { Secret = "consumer-secret&other-secret" }, InvalidToken),
        ["the name of another token"] = (Good.With("oauth_token", "other"), InvalidToken),
        ["an unknown token"] = (Good.With("oauth_token", "unknown"), InvalidToken),
        ["the consumer's secret alone"] = (Good with { Secret = "consumer-secret&" }, InvalidToken),
        ["a token's secret without a token"] = (Good.With("oauth_token", null), InvalidToken),
        ["an unknown consumer"] = (Good.With("oauth_consumer_key", "unknown"), InvalidToken),
        ["an empty token"] = (Good.With("oauth_token", "") with { Secret = "consumer-secret&" }, InvalidToken),
    };

    public static TheoryData<string> Descriptions => [.. Rows.Keys];

    private const StringComparison Ordinal = StringComparison.Ordinal;

    [Theory]
    [MemberData(nameof(Descriptions))]
    public static void Allows_or_denies_with_its_reason(string description)
    {
        var (request, reason) = Rows[description];

        Expect.Equal(reason, request.Verify().Denial(), description);
    }

    [Fact]
    public static void A_nonce_is_claimed_once_whatever_else_is_signed()
    {
        var claim = Good.Verify().Claim;

        Assert.True(claim.IsNeeded);
        Assert.Equal(claim.Id, (Good with { Query = "a=other" }).Verify().Claim.Id);
        Assert.Equal(claim.Id, Good.With("oauth_timestamp", "1800000001").Verify().Claim.Id);
        Assert.NotEqual(claim.Id, Good.With("oauth_nonce", "other").Verify().Claim.Id);
    }

    private static string Digest(string body)
    {
#pragma warning disable CA5350 // OAuth 1.0 has SHA-1.
        return Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(body)));
#pragma warning restore CA5350
    }

    private static string SignedBy(string header, string signature) =>
        $"{header[..header.IndexOf("oauth_signature=", Ordinal)]}oauth_signature=\"{signature}\"";
}
