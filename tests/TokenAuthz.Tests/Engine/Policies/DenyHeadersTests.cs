using TokenAuthz.Engine.Configuration;
using TokenAuthz.Engine.Policies;
using TokenAuthz.Signing;

namespace TokenAuthz.Tests.Engine.Policies;

/// <summary>The headers of denials: no cache may store one, a 401 has the challenge of its scheme, and a policy can add others.</summary>
public static class DenyHeadersTests
{
    private const string Own = "Policies:0:Deny:Headers:";
    private const string Bearer = "Bearer realm=\"token-authz\"";

    [Theory]
    [InlineData("token-header", DenyReason.MissingToken, "Signature")]
    [InlineData("hmac-v1", DenyReason.InvalidToken, "Signature")]
    [InlineData("keycdn", DenyReason.Expired, "Signature")]
    [InlineData("own", DenyReason.InvalidToken, "HMAC")]
    [InlineData("jwt", DenyReason.MissingToken, Bearer)]
    [InlineData("jwt", DenyReason.InvalidToken, Bearer + ", error=\"invalid_token\"")]
    [InlineData("jwt", DenyReason.Expired, Bearer + ", error=\"invalid_token\"")]
    [InlineData("jwt", DenyReason.OutOfScope, Bearer + ", error=\"invalid_token\"")]
    [InlineData("jwt", DenyReason.NoPolicy, Bearer)]
    public static void Challenge_a_401_with_the_scheme_of_the_token(string scheme, DenyReason reason, string challenge)
    {
        string[] key = ["Keys:0:Id=one", "Keys:0:Value=a-key-for-one-algorithm-77af-2e60", "Keys:0:Algorithm=HmacSha256"];
        var responses = new PolicySamples(
        [
            "Schemes:own:Token:0=header:authorization=HMAC {sig}", "Schemes:own:Message={path}", "Schemes:own:Algorithm=HmacSha256",
            .. scheme == "jwt" ? key : [], "Policies:0:Name=p", $"Policies:0:Scheme={scheme}",
            $"Policies:0:Deny:Statuses:{reason.Code()}=401",
            .. scheme == "jwt" ? new[] { "Policies:0:Keys:0=one" } : [],
        ]).All[0].DenyResponses;

        Assert.Equal(challenge, Value(responses[reason], "www-authenticate"));
        Assert.All(DenyReasons.All, other => Assert.Equal("no-store", Value(responses[other], "cache-control")));
        Assert.All(DenyReasons.All.Remove(reason), other => Assert.Null(Value(responses[other], "www-authenticate")));
    }

    [Fact]
    public static void Have_what_the_policy_adds_in_the_order_of_the_alphabet_or_of_the_file()
    {
        var responses = new PolicySamples(
            "Policies:0:Name=p",
            "Policies:0:Deny:Statuses:missing_token=401",
            $"{Own}Retry-After=5",
            $"{Own}Vary:0=Origin",
            $"{Own}Vary:1=Accept",
            $"{Own}WWW-Authenticate=Hawk").All[0].DenyResponses;

        Assert.Equal(
            ["cache-control: no-store", "retry-after: 5", "vary: Origin, Accept", "www-authenticate: Hawk", "x-auth-reason: missing_token"],
            Lines(responses[DenyReason.MissingToken]));
        Assert.Equal(
            ["cache-control: no-store", "retry-after: 5", "vary: Origin, Accept", "x-auth-reason: expired"],
            Lines(responses[DenyReason.Expired]));
    }

    [Theory]
    [InlineData("Connection", "close", "the service or the gateway writes this header")]
    [InlineData("Content-Length", "0", "the service or the gateway writes this header")]
    [InlineData("content-type", "text/html", "the service or the gateway writes this header")]
    [InlineData("X-Auth-Reason", "none", "the service or the gateway writes this header")]
    [InlineData("Cache-Control", "max-age=60", "a deny must not be cached")]
    [InlineData("CDN-Cache-Control", "max-age=60", "a deny must not be cached")]
    [InlineData("Expires", "Thu, 01 Jan 2032 00:00:00 GMT", "a deny must not be cached")]
    [InlineData("X-Accel-Expires", "60", "a gateway takes this header for an instruction")]
    [InlineData("X-Envoy-Auth-Headers-To-Remove", "a", "a gateway takes this header for an instruction")]
    [InlineData("Retry After", "5", "this is no name of a header")]
    [InlineData("x-a\r\nx-b", "5", "this is no name of a header")]
    [InlineData("x-a", "5\r\nx-b: 6", "write a value of 1 to 1024 printable ASCII characters")]
    [InlineData("x-a", " 5", "write a value of 1 to 1024 printable ASCII characters")]
    [InlineData("x-a", "5\u00e9", "write a value of 1 to 1024 printable ASCII characters")]
    public static void Are_refused_when_they_are(string name, string value, string message)
    {
        var refused = Assert.Throws<ConfigurationException>(() => new PolicySamples("Policies:0:Name=p", $"{Own}{name}={value}"));

        var error = Assert.Single(refused.Errors);
        Assert.Equal($"TokenAuthz:{Own}{name}", error.Path);
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public static void Are_at_most_sixteen()
    {
        string[] SettingsOf(int count) => ["Policies:0:Name=p", .. Enumerable.Range(0, count).Select(i => $"{Own}x-{i}=5")];

        Assert.Equal(18, new PolicySamples(SettingsOf(16)).All[0].DenyResponses[DenyReason.Expired].Headers.Length);
        Assert.Throws<ConfigurationException>(() => new PolicySamples(SettingsOf(17)));
    }

    private static string? Value(DenyResponse response, string name) =>
        response.Headers.SingleOrDefault(header => header.Name == name)?.Value;

    private static IEnumerable<string> Lines(DenyResponse response) =>
        response.Headers.Select(header => $"{header.Name}: {header.Value}").Order(StringComparer.Ordinal);
}
