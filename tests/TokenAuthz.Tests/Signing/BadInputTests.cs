using System.Text;
using System.Text.RegularExpressions;
using TokenAuthz.Signing;
using TokenAuthz.Signing.Issuing;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Verifying;
using TokenAuthz.Tests.Signing.Presets;
using static TokenAuthz.Signing.DenyReason;

namespace TokenAuthz.Tests.Signing;

/// <summary>Requests that are well signed but for one thing that somebody did to them on the way.</summary>
public static class BadInputTests
{
    private static readonly KeyRing Ring = PresetSample.Ring;

    // What is replaced in which part, by a regular expression.
    public static TheoryData<string, string, string, string, string, DenyReason> Changes => new()
    {
        { "a parameter of the token twice", "alibaba-a", "target", "(auth_key=.*)$", "$1&$1", InvalidToken },
        { "the signature twice", "nginx-secure-link", "target", "(md5=[^&]*)", "$1&$1", InvalidToken },
        { "the time twice", "nginx-secure-link", "target", "(expires=[^&]*)", "$1&$1", InvalidToken },
        { "the time again with another value", "nginx-secure-link", "target", "$", "&expires=1900000000", InvalidToken },
        { "the list twice", "akamai-token-2", "target", "(hdnts=.*)$", "$1&$1", InvalidToken },
        { "a name in the list twice", "akamai-token-2", "target", "(exp=[0-9]+)~", "$1~$1~", InvalidToken },
        { "the token twice", "cdn77-query", "target", "(secure=.*)$", "$1&$1", InvalidToken },
        { "the token twice", "bunny-query", "target", "(token=[^&]*)", "$1&$1", InvalidToken },
        { "the prefix twice", "bunny-query, with a prefix", "target", "$", "&token_path=/", InvalidToken },
        { "a parameter that is sorted twice", "apisix-hmac-auth", "target", "$", "&p0=2", InvalidToken },
        { "a token in another place as well", "hmac-v1", "target", "$", "&sig=v1.k1.1800000000.x", InvalidToken },
        { "a parameter behind the signature", "highwinds", "target", "$", "&utm_source=mail", InvalidToken },
        { "a parameter behind the signature", "google-cdn", "target", "$", "&utm_source=mail", InvalidToken },
        { "a parameter before the signature", "imgix", "target", "[?]", "?utm_source=mail&", InvalidToken },
        { "an empty signature", "nginx-secure-link", "target", "md5=[^&]*", "md5=", InvalidToken },
        { "an empty time", "nginx-secure-link", "target", "expires=[^&]*", "expires=", InvalidToken },
        { "an empty token", "alibaba-a", "target", "auth_key=.*$", "auth_key=", InvalidToken },
        { "an empty header", "slack", "header x-slack-signature", "^.*$", "", InvalidToken },
        { "an empty header, of two that may hold the token", "kong-hmac-auth", "header authorization", "^.*$", "", MissingToken },
        { "an empty header that may hold another's token", "hmac-v1", "header authorization", "^.*$", "", MissingToken },
        { "another's token", "hmac-v1", "header authorization", "^.*$", "Basic dXNlcjpwYXNz", MissingToken },
        { "an empty item", "rfc9421", "header signature-input", "keyid=\"k1\"", "keyid=\"\"", InvalidToken },
        { "no signature beside its time", "nginx-secure-link", "target", "&md5=[^&]*", "", MissingToken },
        { "no signature beside its time", "keycdn", "target", "&token=[^&]*", "", MissingToken },
        { "no signature beside the key's id", "google-cdn", "target", "&Signature=.*", "", InvalidToken },
        { "neither signature nor time", "nginx-secure-link", "target", "[?].*$", "", MissingToken },
        { "the parameter without a value", "alibaba-a", "target", "auth_key=.*$", "auth_key", MissingToken },
        { "the parameter in another case", "alibaba-a", "target", "auth_key=", "Auth_Key=", MissingToken },
        { "a blank where a plus was", "cloudflare-timed-hmac", "target", "%2B", "%20", InvalidToken },
        { "a raw blank where a plus was", "kong-hmac-auth", "header authorization", "[+]", " ", InvalidToken },
        { "base64 for URLs where it is not", "kong-hmac-auth", "header authorization", "[+]", "-", InvalidToken },
        { "plain base64 where it is for URLs", "nginx-secure-link", "target", "(md5=[^&]*)-", "$1+", InvalidToken },
        { "a blank within base64", "kong-hmac-auth", "header authorization", "(signature=\".{5})", "$1 ", InvalidToken },
        { "a line end within base64", "rfc9421", "header signature", "(:.{5})", "$1\n", InvalidToken },
        { "padding within base64", "cdn77", "target", "^/(.{4})", "/$1=", InvalidToken },
        { "too much padding", "google-cdn", "target", "=$", "==", InvalidToken },
        { "half of the padding", "cdn77", "target", "==,", "=,", InvalidToken },
        { "bits set that base64 has no use for", "nginx-secure-link", "target", "(md5=[^&]{21})A", "$1B", InvalidToken },
        { "bits set that base64 has no use for", "hmac-v1", "header authorization", "A$", "B", InvalidToken },
        { "upper-case hex where it is lower", "token-header", "header token", "a", "A", InvalidToken },
        { "a signature with a digit more", "alibaba-a", "target", "$", "0", InvalidToken },
        { "a signature with a digit less", "alibaba-a", "target", ".$", "", InvalidToken },
        { "a percent sign at the end", "cloudflare-timed-hmac", "target", "$", "%", InvalidToken },
        { "a percent sign without digits", "cloudflare-timed-hmac", "target", "$", "%zz", InvalidToken },
        { "a percent sign without digits in a decoded path", "nginx-secure-link", "target", "%20", "%2", InvalidToken },
        { "a percent sign without digits in a decoded parameter", "bunny-query", "target", "p0=1", "p0=%", InvalidToken },
        {
            "a percent sign without digits in the prefix",
            "bunny-query, with a prefix",
            "target",
            "token_path=/",
            "token_path=%",
            InvalidToken
        },
        { "bytes that are no UTF-8 in the path", "nginx-secure-link", "target", "/video", "/vid\u00ff\u00fe", InvalidToken },
        { "bytes that are no UTF-8 in the token", "alibaba-a", "target", "auth_key=", "auth_key=\u00c3", InvalidToken },
        { "bytes that are no UTF-8 in a header", "kong-hmac-auth", "header authorization", "k1", "\u00ff\u00fe", InvalidToken },
        { "a zero byte in the path", "hmac-v1", "target", "/video", "/video\0", InvalidToken },
        { "an encoded zero byte in a decoded path", "nginx-secure-link", "target", "%20", "%00", InvalidToken },
        { "a key's id of 65 characters", "hmac-v1", "header authorization", "k1", new string('k', 65), InvalidToken },
        { "a component twice", "rfc9421", "header signature-input", "\"@path\"", "\"@path\" \"@path\"", InvalidToken },
        { "a component with a parameter", "rfc9421", "header signature-input", "\"@path\"", "\"@path\";req", InvalidToken },
        { "an unknown component", "rfc9421", "header signature-input", "\"@path\"", "\"@paths\"", InvalidToken },
        { "no components", "rfc9421", "header signature-input", "[(].*[)]", "()", InvalidToken },
        { "a list that is not closed", "rfc9421", "header signature-input", "[)]", "", InvalidToken },
        { "another label", "rfc9421", "header signature", "sig1", "sig2", InvalidToken },
        { "another algorithm", "kong-hmac-auth", "header authorization", "hmac-sha256", "hmac-sha1", InvalidToken },
        { "no version", "standard-webhooks", "header webhook-signature", "v1,", "", InvalidToken },
        { "another version", "standard-webhooks", "header webhook-signature", "v1,", "v2,", InvalidToken },
        { "another path within no prefix", "bunny-query, with a prefix", "target", "^/video/", "/other/", OutOfScope },
        { "an encoded dot segment below a prefix", "bunny-query, with a prefix", "target", "^/video/", "/video/%2e%2e/", OutOfScope },
        { "a dot segment below a prefix", "bunny-query, with a prefix", "target", "^/video/", "/video/../", OutOfScope },
        { "an encoded slash below a prefix", "bunny-query, with a prefix", "target", "^/video/", "/video/..%2f", OutOfScope },
        { "a backslash below a prefix", "bunny-query, with a prefix", "target", "^/video/", "/video/..\\", OutOfScope },
        { "a path parameter below a prefix", "google-cdn-prefix", "target", "^/video/", "/video/..;/", OutOfScope },
        { "a dot segment that is encoded twice", "google-cdn-prefix", "target", "^/video/", "/video/%252e%252e/", OutOfScope },
        { "a dot segment below an acl", "akamai-token-2, with an acl", "target", "^/video/", "/video/../", OutOfScope },
        { "an encoded dot segment below an acl", "akamai-token-2, with an acl", "target", "^/video/", "/video/%2E./", OutOfScope },
        { "two slashes below an acl", "akamai-token-2, with an acl", "target", "^/video/", "/video//", OutOfScope },
        { "a percent sign without digits below an acl", "akamai-token-2, with an acl", "target", "%20", "%zz", OutOfScope },
        { "another host than the prefix", "google-cdn-prefix", "host", "^", "x", OutOfScope },
    };

    public static TheoryData<string, string> Repeated => new()
    {
        { "token-header", "token" },
        { "hmac-v1", "authorization" },
        { "kong-hmac-auth", "authorization" },
        { "kong-hmac-auth", "date" },
        { "apisix-hmac-auth, with a header", "user-agent" },
        { "rfc9421", "signature-input" },
        { "rfc9421", "signature" },
        { "slack", "x-slack-request-timestamp" },
        { "standard-webhooks", "webhook-id" },
        { "standard-webhooks", "webhook-signature" },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public static void Denies_with_its_reason(
        string description, string sample, string part, string pattern, string replacement, DenyReason reason)
    {
        var (scheme, request) = (PresetSample.Find(sample).Scheme, Signed(sample, part, pattern));
        var text = TextOf(request, part);
        var changed = request.With(part, Encoding.Latin1.GetBytes(new Regex(pattern).Replace(text, replacement, 1)));

        Assert.True(scheme.Verify(ref request, Ring, PresetSample.Now).IsAllowed, $"{description}: {request}");
        var verdict = scheme.Verify(ref changed, Ring, PresetSample.Now);
        Expect.Equal(reason, verdict.Denial(), $"{description}: {changed}");
    }

    [Theory]
    [MemberData(nameof(Repeated))]
    public static void Denies_a_header_that_is_there_twice(string sample, string header)
    {
        var request = Signed(sample, "target", "").Repeat(header);

        Assert.Equal(InvalidToken, PresetSample.Find(sample).Scheme.Verify(ref request, Ring, PresetSample.Now).Denial());
    }

    [Theory]
    [InlineData("hmac-v1")]
    [InlineData("highwinds")]
    [InlineData("apisix-hmac-auth")]
    [InlineData("bunny-query")]
    public static void Denies_with_64_KiB_of_parameters(string sample)
    {
        var request = Signed(sample, "target", "");
        var changed = request.With(
            "target", [.. request.Target, .. Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 9000).Select(i => $"&q{i:D5}=")))]);

        Assert.True(changed.Target.Length > 65536);
        Assert.Equal(InvalidToken, PresetSample.Find(sample).Scheme.Verify(ref changed, Ring, PresetSample.Now).Denial());
    }

    [Theory]
    [InlineData("a signature of 64 KiB", "nginx-secure-link", "target", "md5=")]
    [InlineData("a signature of 64 KiB", "cloudflare-timed-hmac", "target", "verify=1800000000-")]
    [InlineData("a signature of 64 KiB", "cdn77", "target", "/")]
    [InlineData("a signature of 64 KiB", "standard-webhooks", "header webhook-signature", "v1,")]
    [InlineData("a signature of 64 KiB", "akamai-token-2", "target", "hmac=")]
    public static void Denies_what_is_over_long(string description, string sample, string part, string before)
    {
        foreach (var filler in (string[])["A", "%41", "v1, "])
        {
            var request = Signed(sample, part, Regex.Escape(before));
            var text = TextOf(request, part);
            var changed = request.With(
                part,
                Encoding.Latin1.GetBytes(
                    text.Replace(
                        before, before + string.Concat(Enumerable.Repeat(filler, 65536 / filler.Length)), StringComparison.Ordinal)));

            Expect.Equal(InvalidToken, PresetSample.Find(sample).Scheme.Verify(ref changed, Ring, PresetSample.Now).Denial(), description);
        }
    }

    // The first of some requests whose part has the text to replace.
    private static WireRequest Signed(string sample, string part, string pattern) =>
        Enumerable.Range(0, 1000)
            .Select(
                i =>
                    PresetSample.Find(sample)
                        .Sign(
                            new UnsignedRequest
                            {
                                Method = "POST",
                                Host = "cdn.example.com",
                                Target = $"/video/a%20b{i}.ts?p0=1",
                                Body = Encoding.ASCII.GetBytes($"{i}"),
                            }))
            .First(request => Regex.IsMatch(TextOf(request, part), pattern));

    private static string TextOf(WireRequest request, string part) =>
        Encoding.Latin1.GetString(request.Parts.Single(one => one.Key == part).Value);
}
