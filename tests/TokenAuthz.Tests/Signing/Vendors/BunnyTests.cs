using System.Net;
using System.Security.Cryptography;
using System.Text;
using TokenAuthz.Signing;
using static TokenAuthz.Signing.DenyReason;

namespace TokenAuthz.Tests.Signing.Vendors;

#pragma warning disable CA1720, CA5351 // Vendors use MD5, and what is signed is called so.

/// <summary>Tokens as the libraries of bunny.net make them, in each of their generations.</summary>
public static class BunnyTests
{
    private const string Expires = "1800000060";
    private const string WithCountry = """{ "CountryHeader": "x-country" }""";

    public static TheoryData<string, string, string, bool, DenyReason?> Paths => new()
    {
        { "the path as it is in the URL: Node, Python, PHP, Rust", "/my%20video.mp4", "/my%20video.mp4", false, null },
        { "the decoded path: Java, Go", "/my%20video.mp4", "/my video.mp4", false, null },
        { "the decoded path in UTF-8", "/caf%C3%A9.mp4", "/caf\u00c3\u00a9.mp4", false, null },
        { "the same in the path", "/my%20video.mp4", "/my video.mp4", true, null },
        { "a plus, which is no blank in a path", "/my+video.mp4", "/my video.mp4", false, InvalidToken },
        { "an escape of a letter, which no issuer writes", "/%61.mp4", "/a.mp4", false, InvalidToken },
        { "an escaped slash", "/a%2fb.mp4", "/a/b.mp4", false, InvalidToken },
        { "an escaped dot segment", "/a/%2e%2e/b.mp4", "/a/../b.mp4", false, InvalidToken },
        { "an escape that is another path when it is decoded", "/a%2520b.mp4", "/a%20b.mp4", false, InvalidToken },
        { "another path", "/my%20video2.mp4", "/my video.mp4", false, InvalidToken },
    };

    // The second text is what is signed of the parameters.
    public static TheoryData<string, string, string, DenyReason?> Parameters => new()
    {
        { "ignored", "token_ignore_params=true&utm_source=x", "token_ignore_params=true", null },
        { "ignored before and behind the mark", "v=1&token_ignore_params=true&utm_source=x", "token_ignore_params=true", null },
        { "ignored with a prefix", "v=1&token_ignore_params=true&token_path=%2F", "token_ignore_params=true&token_path=/", null },
        { "a mark that was added", "v=1&token_ignore_params=true", "v=1", InvalidToken },
        { "a mark that says no", "token_ignore_params=false&v=1", "token_ignore_params=false&v=1", null },
        { "a mark that says no, and a parameter that is not signed", "token_ignore_params=false&v=1",
            "token_ignore_params=false", InvalidToken },
        { "a mark that is there twice", "token_ignore_params=true&token_ignore_params=true", "token_ignore_params=true", InvalidToken },
        { "a mark whose name has an escape", "token%5Fignore_params=true&v=1", "token_ignore_params=true", InvalidToken },
        { "a prefix that is not signed", "token_ignore_params=true&token_path=%2F", "token_ignore_params=true", InvalidToken },
        { "a referer", "token_referer=example.com", "token_referer=example.com", OutOfScope },
    };

    public static TheoryData<string, string, string?, DenyReason?> Countries => new()
    {
        { "the country", "token_countries=CA%2CUS", "US", null },
        { "the country in lower case", "token_countries=CA%2CUS", "us", null },
        { "another country", "token_countries=CA%2CUS", "DE", OutOfScope },
        { "no country", "token_countries=CA%2CUS", null, OutOfScope },
        { "a country that the gateway does not know", "token_countries=CA%2CXX", "XX", OutOfScope },
        { "no text of two letters", "token_countries=CA%2CUS", "USA", OutOfScope },
        { "a country that is not blocked", "token_countries_blocked=RU%2CCN", "DE", null },
        { "a country that is blocked", "token_countries_blocked=RU%2CCN", "CN", OutOfScope },
        { "no country where some are blocked", "token_countries_blocked=RU", null, OutOfScope },
        { "allowed and not blocked", "token_countries=DE&token_countries_blocked=RU", "DE", null },
        { "allowed and blocked", "token_countries=DE&token_countries_blocked=DE", "DE", OutOfScope },
        { "an empty list", "token_countries=", "DE", OutOfScope },
        { "a list that is none", "token_countries_blocked=RU%2C%2Cdeu", "DE", OutOfScope },
    };

    [Theory]
    [MemberData(nameof(Paths))]
    public static void Sign_a_path_in_either_spelling(string description, string path, string signed, bool inPath, DenyReason? reason)
    {
        foreach (var form in (string[])["HS256", "SHA256"])
        {
            var token = Token(form, signed, "", null);
            var request = inPath
                ? new VendorRequest { Target = $"/bcdn_token={token}&expires={Expires}{path}" }
                : new VendorRequest { Target = $"{path}?token={token}&expires={Expires}" };

            Expect.Equal(reason, request.Check(inPath ? "bunny-path" : "bunny-query"), $"{description}, {form}");
        }
    }

    [Theory]
    [MemberData(nameof(Parameters))]
    public static void Sign_parameters_unless_they_say_otherwise(string description, string query, string signed, DenyReason? reason)
    {
        var path = signed.Contains("token_path", StringComparison.Ordinal) ? "/" : "/a.mp4";
        foreach (var form in (string[])["HS256", "SHA256"])
        {
            var request = new VendorRequest { Target = $"/a.mp4?{query}&token={Token(form, path, signed, null)}&expires={Expires}" };

            Expect.Equal(reason, request.Check("bunny-query"), $"{description}, {form}");
        }
    }

    [Theory]
    [MemberData(nameof(Countries))]
    public static void Are_bound_to_countries(string description, string query, string? country, DenyReason? reason)
    {
        var token = Token("HS256", "/a.mp4", Uri.UnescapeDataString(query), null);
        var request = new VendorRequest
        {
            Target = $"/a.mp4?token={token}&{query}&expires={Expires}",
            Headers = country is null ? [] : [("X-Country", country)],
        };
        var inPath = request with { Target = $"/bcdn_token={token}&{query}&expires={Expires}/a.mp4" };

        Expect.Equal(reason, request.Check("bunny-query", WithCountry), description);
        Expect.Equal(reason, inPath.Check("bunny-path", WithCountry), description);
        Expect.Equal(OutOfScope, request.Check("bunny-query"), $"{description}, with no country header configured");
    }

    [Theory]
    [InlineData("HS256", "192.0.2.1", "192.0.2.1", null)]
    [InlineData("HS256", "192.0.2.1", "192.0.2.2", InvalidToken)]
    [InlineData("HS256", "2001:db8::1", "2001:db8::ffff", null)]
    [InlineData("HS256", "2001:db8::1", "2001:db8:0:1::1", InvalidToken)]
    public static void Are_bound_to_an_address(string form, string signed, string address, DenyReason? reason)
    {
        var request =
            new VendorRequest { Target = $"/a.mp4?token={Token(form, "/a.mp4", "", signed)}&expires={Expires}", ClientIp = address };

        Assert.Equal(reason, request.Check("bunny-query"));
    }

    [Theory]
    [InlineData("the basic form", "/a.mp4", "/a.mp4", "", null)]
    [InlineData("the basic form with a parameter, which it does not sign", "/a.mp4", "/a.mp4", "utm_source=x&", null)]
    [InlineData("another path", "/b.mp4", "/a.mp4", "", InvalidToken)]
    [InlineData("a prefix, which it does not know", "/video/a.mp4", "/video/", "token_path=%2Fvideo%2F&", InvalidToken)]
    public static void Are_md5_in_the_basic_form(string description, string path, string signed, string query, DenyReason? reason) =>
        Expect.Equal(
            reason,
            new VendorRequest { Target = $"{path}?{query}token={Token("MD5", signed, "", null)}&expires={Expires}" }.Check("bunny-query"),
            description);

    [Theory]
    [InlineData("MD5")]
    [InlineData("SHA256")]
    [InlineData("HS256")]
    public static void End_in_each_form(string form)
    {
        var token = Token(form, "/a.mp4", "", null, "1799999999");

        Assert.Equal(Expired, new VendorRequest { Target = $"/a.mp4?token={token}&expires=1799999999" }.Check("bunny-query"));
    }

    // The older libraries hash the key before the rest; the newer ones make an HMAC and say so.
    private static string Token(string form, string path, string parameters, string? address, string expires = Expires)
    {
        var bytes = address is null ? [] : IPAddress.Parse(address).GetAddressBytes();
        if (bytes.Length == 16) bytes.AsSpan(8).Clear();
        byte[] message = [.. Encoding.Latin1.GetBytes(path + expires), .. bytes, .. Encoding.Latin1.GetBytes(parameters)];
        byte[] keyed = [.. VendorRequest.Secret, .. message];
        var digest = form switch
        {
            "HS256" => HMACSHA256.HashData(VendorRequest.Secret, message),
            "SHA256" => SHA256.HashData(keyed),
            _ => MD5.HashData(keyed),
        };
        var text = Convert.ToBase64String(digest).Replace('+', '-').Replace('/', '_').TrimEnd('=');
        return form == "HS256" ? $"HS256-{(address is null ? "" : "1-")}{text}" : text;
    }
}
