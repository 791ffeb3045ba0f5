using System.Security.Cryptography;
using System.Text;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Schemes;
using TokenAuthz.Signing.Verifying;

namespace TokenAuthz.Tests.Signing.Messages;

/// <summary>Query and headers are signed in the one spelling of a canonical request.</summary>
public static class CanonicalRequestTests
{
    private static readonly Key Key = new("k1", "an-example-of-a-key-of-32-bytes."u8);

    private static readonly SchemeDefinition Ours = new()
    {
        Name = "ours",
        Token = ["header:names={signed_headers}", "header:sig={sig} | query:sig={sig}", "query:day?={day}"],
        Message = "{path}\n{canonical_query}\n{canonical_headers}\n{signed_headers}",
        Covers = ["host", "x-our-*", "!x-our-id"],
    };

    /// <summary>The query, and how it is signed; null for one that is denied.</summary>
    public static TheoryData<string, string?> Queries { get; } = new()
    {
        { "", "" },
        { "b=2&a=1", "a=1&b=2" },
        { "a=2&a=1&a", "a=&a=1&a=2" },
        { "a-b=1&a=2&a.b=0", "a=2&a-b=1&a.b=0" },
        { "a=1&&b=2&", "a=1&b=2" },
        { "a=x=y", "a=x%3Dy" },
        { "=1", "=1" },
        { "a=+&b=%20&c=%2b&d=~", "a=%2B&b=%20&c=%2B&d=~" },
        { "%61=%41%c3%A9\u00e9", "a=A%C3%A9%E9" },
        { "a=%4", null },
        { "a=%zz", null },
        { "day=1", "day=1" },
        { "%64ay=1", null },
        { "s%69g=1", null },
    };

    /// <summary>The names of the headers, the headers, and how they are signed; null for a request that is denied.</summary>
    public static TheoryData<string, string, string?> Headers { get; } = new()
    {
        { "host", "", "host:example.com\n" },
        { "a;host", "a:1", "a:1\nhost:example.com\n" },
        { "a;host", "A:1|A:2", "a:1,2\nhost:example.com\n" },
        { "a;host", "a:2|b:0|a:1", "a:2,1\nhost:example.com\n" },
        { "a;host", "a:  x \t  y\t", "a:x y\nhost:example.com\n" },
        { "a;host", "a:x\r\n  y", "a:x y\nhost:example.com\n" },
        { "a;host", "a:x\n y", "a:x y\nhost:example.com\n" },
        { "a;host", "a:x\nb:1", null },
        { "a;host", "a:", "a:\nhost:example.com\n" },
        { "a;host", "a:\u00e9", "a:\u00e9\nhost:example.com\n" },
        { "a;host", "", null },
        { "a", "a:1", null },
        { "", "", null },
        { "host;a", "a:1", null },
        { "a;a;host", "a:1", null },
        { "host;host", "", null },
        { "A;host", "a:1", null },
        { ";host", "", null },
        { "host;", "", null },
        { "a b;host", "a b:1", null },
        { "host;x-our-a", "x-our-a:1", "host:example.com\nx-our-a:1\n" },
        { "host", "x-our-a:1", null },
        { "host", "X-Our-A:1", null },
        { "host;x-our-a", "x-our-a:1|x-our-a:2|x-our-b:2", null },
        { "host;x-our-a", "x-our-a:1|x-our-a:2", "host:example.com\nx-our-a:1,2\n" },
        { "host", "x-our-id:1|x-our-id:2", "host:example.com\n" },
        { "host;x-our-id", "x-our-id:1", "host:example.com\nx-our-id:1\n" },
        { "host;x-our-a", "x-our-a:1|x-our-id:2", "host:example.com\nx-our-a:1\n" },
        { "host;x-our-id", "x-our-id:1|x-our-a:2", null },
        { "host", "x-ours:1", "host:example.com\n" },
    };

    [Theory]
    [MemberData(nameof(Queries))]
    public static void Query_is_decoded_encoded_and_sorted(string query, string? canonical)
    {
        var message = $"/a\n{canonical}\nhost:example.com\n\nhost";

        Assert.Equal(canonical is not null, IsAllowed(Ours, $"/a?{query}", message, "names:host"));
    }

    [Fact]
    public static void Query_has_not_the_parameter_that_the_signature_is_in()
    {
        var signature = Hmac("/a\na=1&b=2\nhost:example.com\n\nhost");

        Assert.True(Verify(Ours, $"/a?b=2&sig={signature}&a=1", "names:host"));
        Assert.False(Verify(Ours, $"/a?b=2&sig={signature}&a=1&sig={signature}", "names:host"));
    }

    [Fact]
    public static void Query_has_a_parameter_of_the_name_where_the_signature_is_in_a_header() =>
        Assert.True(IsAllowed(
            Ours with { Token = ["header:names={signed_headers}", "header:sig={sig}"] },
            "/a?sig=1",
            "/a\nsig=1\nhost:example.com\n\nhost",
            "names:host"));

    [Theory]
    [InlineData(65, true)]
    [InlineData(1024, true)]
    [InlineData(1025, false)]
    public static void Query_has_at_most_1024_parameters(int count, bool isAllowed)
    {
        var query = string.Join('&', Enumerable.Range(1000, count).Select(number => $"p{number}=1"));

        Assert.Equal(isAllowed, IsAllowed(Ours, $"/a?{query}", $"/a\n{query}\nhost:example.com\n\nhost", "names:host"));
    }

    [Theory]
    [MemberData(nameof(Headers))]
    public static void Headers_are_those_that_the_token_lists(string names, string headers, string? canonical)
    {
        var message = $"/a\n\n{canonical}\n{names}";

        Assert.Equal(canonical is not null, IsAllowed(Ours, "/a", message, [$"names:{names}", .. headers.Split('|')]));
    }

    [Fact]
    public static void Headers_have_the_host_without_its_port_where_the_format_says_so()
    {
        var scheme = Ours with { Message = Ours.Message.Replace("headers}\n{", "headers:without_port}\n{", StringComparison.Ordinal) };

        Assert.True(IsAllowed(scheme, "/a", "/a\n\nhost:example.com\n\nhost", "names:host", "host:example.com:8443"));
        Assert.False(IsAllowed(Ours, "/a", "/a\n\nhost:example.com\n\nhost", "names:host", "host:example.com:8443"));
    }

    [Fact]
    public static void A_list_of_headers_that_is_too_long_is_denied()
    {
        var names = string.Join(';', Enumerable.Range(1000, 700).Select(number => $"h{number}").Append("host"));

        Assert.False(IsAllowed(Ours, "/a", "/a\n\nhost:example.com\n\nhost", $"names:{names}"));
    }

    [Theory]
    [InlineData("no list in the token", "{canonical_headers} needs the field {signed_headers}", "{path}\n{canonical_headers}")]
    [InlineData("no list in the message", "{canonical_headers} needs the field {signed_headers}", "{path}\n{canonical_headers}", "names")]
    [InlineData("no host", "write host too", null, "a", "x-our-*")]
    [InlineData("an ill-formed name", "'X-A' is no header", null, "host", "X-A")]
    [InlineData("an exception of nothing", "'!x-a' is an exception of nothing", null, "host", "x-our-*", "!x-a")]
    [InlineData("two beginnings that overlap", "one entry with an asterisk takes in another", null, "host", "x-our-*", "x-our-a*")]
    public static void Are_refused_with(string mistake, string error, string? message, params string[] covers)
    {
        var hasList = covers.Length > 0;
        var scheme = Ours with
        {
            Token = hasList ? Ours.Token : ["header:sig={sig}"],
            Message = message ?? Ours.Message,
            Covers = hasList ? [.. covers] : Ours.Covers,
        };

        var thrown = Assert.Throws<SchemeException>(() => Scheme.Compile(scheme));

        Assert.True(thrown.Message.Contains(error, StringComparison.Ordinal), $"{mistake}: {thrown.Message}");
    }

    private static bool IsAllowed(SchemeDefinition scheme, string target, string message, params string[] headers) =>
        Verify(scheme, target, [$"sig:{Hmac(message)}", .. headers]);

    private static bool Verify(SchemeDefinition scheme, string target, params string[] headers)
    {
        var lines = headers.Where(header => header.Length > 0)
            .Select(header => header.Split(':', 2))
            .Select(header => KeyValuePair.Create(header[0], header[1]))
            .ToList();
        var request = new TestRequest(target)
        {
            HostText = lines.Find(header => header.Key == "host").Value ?? "example.com",
            Headers = lines,
        };
        return Scheme.Compile(scheme).Verify(ref request, new([Key]), DateTimeOffset.UnixEpoch).IsAllowed;
    }

    private static string Hmac(string message) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Key.Secret, Encoding.Latin1.GetBytes(message)));
}
