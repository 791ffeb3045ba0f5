using System.Text;
using TokenAuthz.Signing.Rules;

namespace TokenAuthz.Tests.Signing.Rules;

public static class UrlPatternTests
{
    public static TheoryData<string, string, string, bool> Patterns => new()
    {
        { "the URL itself", "https://a.example/x.mp4", "https://a.example/x.mp4", true },
        { "another path", "https://a.example/x.mp4", "https://a.example/y.mp4", false },
        { "a query that the pattern lacks", "https://a.example/x.mp4", "https://a.example/x.mp4?a=1", false },
        { "the query itself", "https://a.example/x?a=1&b=2", "https://a.example/x?a=1&b=2", true },
        { "the query in another order", "https://a.example/x?a=1&b=2", "https://a.example/x?b=2&a=1", false },
        { "a backslash before the query", @"https://a.example/x\?a=1", "https://a.example/x?a=1", true },
        { "a character before a query with a backslash", @"https://a.example/x?y\?a=*", "https://a.example/x-y?a=1", true },
        { "the scheme of the pattern only", "http://a.example/*", "https://a.example/x", false },
        { "either scheme", "*://a.example/*", "http://a.example/x", true },
        { "either scheme, in the older spelling", "http*://a.example/*", "https://a.example/x", true },
        { "another scheme", "ftp://a.example/*", "ftp://a.example/x", false },
        { "no scheme and no star", "a.example/*", "https://a.example/x", false },
        { "no scheme, and a star", "*.example", "https://a.example/", true },
        { "no scheme, and the root only", "*.example", "https://a.example/x", false },
        { "the host in another case", "https://A.example/x", "https://a.EXAMPLE/x", true },
        { "the path in another case", "https://a.example/X", "https://a.example/x", false },
        { "another port", "https://a.example/x", "https://a.example:8443/x", false },
        { "every URL", "*", "https://a.example/x?a=1", true },
        { "every URL, even one that could be read in two ways", "*", "https://a.example/x/../y", true },
        { "every path of a host", "https://a.example/*", "https://a.example/x//y?a=1", true },
        { "every path of a host that ends in a star", "https://a.example*", "https://a.example/x?a=1", true },
        { "another host behind the same text", "https://a.example*", "https://a.example.evil/x", true },
        { "a star of the domain within it", "https://*.example/x", "https://evil/.example/x", false },
        { "a folder", "https://a.example/images/*", "https://a.example/images/a/b.jpg", true },
        { "a folder, and a query", "https://a.example/images/*", "https://a.example/images/a?b=1", true },
        { "another folder", "https://a.example/images/*", "https://a.example/private/a.jpg", false },
        { "a folder, and out of it", "https://a.example/images/*", "https://a.example/images/../private/a.jpg", false },
        { "a folder, and out of it by escapes", "https://a.example/images/*", "https://a.example/images/%2e%2e/private/a.jpg", false },
        { "a star of the path within it", "https://a.example/hello*world", "https://a.example/hello-world", true },
        { "a star of the path across the query", "https://a.example/hello*world", "https://a.example/hello?world", false },
        { "the example of the documentation", "https://a.example/*game.zip*", "https://a.example/test_game.zip?license=temp", true },
        { "a star of the query", "https://a.example/x?a=*", "https://a.example/x?a=1&b=2", true },
        { "a star of the query that is not there", "https://a.example/x?a=*", "https://a.example/x", false },
        { "any query, and none", "https://a.example/x?*", "https://a.example/x", true },
        { "one character of the query", "https://a.example/x?a=?", "https://a.example/x?a=12", false },
        { "nothing", "", "https://a.example/x", false },
    };

    [Theory]
    [MemberData(nameof(Patterns))]
    public static void Matches_by_section(string description, string pattern, string url, bool isMatch)
    {
        var (scheme, rest) =
            (url[..url.IndexOf("://", StringComparison.Ordinal)], url[(url.IndexOf("://", StringComparison.Ordinal) + 3)..]);
        var slash = rest.IndexOf('/');
        var target = rest[slash..].Split('?', 2);

        Expect.Equal(isMatch, Matches(pattern, scheme, rest[..slash], target[0], target.ElementAtOrDefault(1) ?? ""), description);
    }

    [Fact]
    public static void Compares_no_scheme_that_is_not_known() =>
        Assert.True(Matches("http://a.example/x", "", "a.example", "/x", ""));

    [Fact]
    public static void Matches_no_wildcard_longer_than_a_glob()
    {
        var path = "/" + new string('a', 600);

        Assert.True(Matches($"https://h{path}", "https", "h", path, ""));
        Assert.False(Matches($"https://h{path}*", "https", "h", path, ""));
    }

    [Fact]
    public static void Matches_no_name_of_a_host_that_is_too_long()
    {
        var host = new string('a', 300);

        Assert.False(Matches($"https://{host}/", "https", host, "/", ""));
        Assert.False(Matches("*", "https", host, "/", ""));
    }

    private static bool Matches(string pattern, string scheme, string host, string path, string query) =>
        new UrlPattern(Bytes(pattern)).Matches(Bytes(scheme), Bytes(host), Bytes(path), Bytes(query));

    private static byte[] Bytes(string text) => Encoding.ASCII.GetBytes(text);
}
