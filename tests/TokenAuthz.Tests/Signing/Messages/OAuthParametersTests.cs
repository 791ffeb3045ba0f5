using System.Text;
using TokenAuthz.Signing.Schemes;

namespace TokenAuthz.Tests.Signing.Messages;

/// <summary>The parameters that OAuth 1.0 signs (RFC 5849, section 3.4.1.3).</summary>
public static class OAuthParametersTests
{
    private const string Form = "application/x-www-form-urlencoded";

    private static readonly SchemeDefinition Ours = new()
    {
        Name = "ours",
        Token = ["header:authorization=OAuth {parameters}", "header:x-signature={sig}"],
        Message = "{path}\n{oauth_parameters}",
    };

    public static TheoryData<string, string, string, string?, string, string?> Rows { get; } = new()
    {
        {
            "the example of section 3.4.1.3.2",
            "/request?b5=%3D%253D&a3=a&c%40=&a2=r%20b",
            "realm=\"Example\", oauth_consumer_key=\"9djdj82h48djs9d2\", oauth_token=\"kkk9d7dh3k39sjv7\", " +
                "oauth_signature_method=\"HMAC-SHA1\", oauth_timestamp=\"137131201\", oauth_nonce=\"7d8f3e4a\", " +
                "oauth_signature=\"bYT5CMsGcbgUdFHObYMEfcx6bsw%3D\"",
            Form,
            "c2&a3=2+q",
            "a2=r%20b&a3=2%20q&a3=a&b5=%3D%253D&c%40=&c2=&oauth_consumer_key=9djdj82h48djs9d2&oauth_nonce=7d8f3e4a&" +
                "oauth_signature_method=HMAC-SHA1&oauth_timestamp=137131201&oauth_token=kkk9d7dh3k39sjv7"
        },
        { "a body that is no form", "/request?a=1", "b=\"2\"", "application/json", "c=3", "a=1&b=2" },
        { "a body without a type", "/request?a=1", "b=\"2\"", null, "c=3", "a=1&b=2" },
        { "a form in another case, with a character set", "/request", "b=\"2\"",
            "Application/X-WWW-Form-Urlencoded; charset=UTF-8", "c=3", "b=2&c=3" },
        { "a plus sign, which means a blank in a form only", "/request?a=1+2", "b=\"1+2\"", null, "", "a=1%202&b=1%2B2" },
        { "one name twice", "/request?a=2&a=1&a=10", "b=\"2\"", null, "", "a=1&a=10&a=2&b=2" },
        { "a name that begins as another", "/request?a1=x&a=y&a-b=z", "b=\"2\"", null, "", "a=y&a-b=z&a1=x&b=2" },
        { "a signature in the query", "/request?oauth_signature=x&a=1", "b=\"2\"", null, "", null },
        { "a parameter of the protocol twice", "/request?oauth_token=x", "oauth_token=\"x\"", null, "", null },
        { "a realm in the query, which is a parameter like any other", "/request?realm=x", "b=\"2\"", null, "", "b=2&realm=x" },
        { "an escape that is none", "/request?a=%4", "b=\"2\"", null, "", null },
        { "a value without quotes", "/request?a=1", "b=2", null, "", null },
        { "a name without a value in the header", "/request?a=1", "b", null, "", null },
        { "too many parameters", "/request?" + string.Concat(Enumerable.Repeat("a=1&", 1024)), "b=\"2\"", null, "", null },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public static void Are_encoded_and_sorted(string description, string target, string list, string? type, string body, string? expected)
    {
        List<KeyValuePair<string, string>> headers = [new("authorization", "OAuth " + list), new("x-signature", "0")];
        if (type is not null) headers.Add(new("content-type", type));
        var request = new TestRequest(target) { MethodText = "POST", BodyBytes = Encoding.ASCII.GetBytes(body), Headers = headers };

        Expect.Equal(expected is null ? null : $"/request\n{expected}", SignedText.Of(Ours, request).SingleOrDefault(), description);
    }
}
