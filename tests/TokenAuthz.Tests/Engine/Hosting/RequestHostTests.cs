using System.Text;
using TokenAuthz.Engine.Policies;

namespace TokenAuthz.Tests.Engine.Hosting;

/// <summary>A host has one reading, or is none.</summary>
[Promise(1)]
[Collection(nameof(MeasuresAllocations))]
public static class RequestHostTests
{
    /// <summary>Ill-formed hosts: servers cut each of them in different places.</summary>
    public static TheoryData<string, string> IllFormed => new()
    {
        { "two ports", "secure.example.com:80:80" },
        { "a port and a colon", "secure.example.com:80:" },
        { "two colons", "secure.example.com::" },
        { "an empty port", "secure.example.com:" },
        { "a bracket behind the port", "secure.example.com:x]" },
        { "a bracket before the port", "secure.example.com:]80" },
        { "letters for a port", "secure.example.com:http" },
        { "a sign before the port", "secure.example.com:+80" },
        { "six digits", "secure.example.com:000080" },
        { "user information", "u@secure.example.com" },
        { "a password", "u:p@secure.example.com" },
        { "two hosts", "secure.example.com,public.example.com" },
        { "two hosts and a space", "secure.example.com, public.example.com" },
        { "two dots at the end", "secure.example.com.." },
        { "two dots at the end and a port", "secure.example.com..:80" },
        { "an empty label", "secure..example.com" },
        { "an empty label in front", ".secure.example.com" },
        { "a dot alone", "." },
        { "a port alone", ":80" },
        { "a space", "secure.example.com " },
        { "a tab", "\tsecure.example.com" },
        { "a slash", "secure.example.com/x" },
        { "a backslash", "secure.example.com\\x" },
        { "a question mark", "secure.example.com?" },
        { "a fragment", "secure.example.com#" },
        { "an escape", "secure%2eexample.com" },
        { "a zero byte", "secure.example.com\0" },
        { "a letter outside ASCII", "secur\u00e9.example.com" },
        { "IPv6 without brackets", "::1" },
        { "IPv6 without brackets, with a port", "::1:80" },
        { "a bracket that does not close", "[::1" },
        { "a bracket that does not open", "::1]" },
        { "brackets around nothing", "[]" },
        { "brackets around a name", "[secure.example.com]" },
        { "brackets around IPv4", "[127.0.0.1]" },
        { "an interface", "[fe80::1%eth0]" },
        { "a length of prefix", "[::1/64]" },
        { "a name behind the bracket", "[::1]secure.example.com" },
        { "a dot behind the bracket", "[::1]." },
        { "two ports behind the bracket", "[::1]:80:80" },
        { "an empty port behind the bracket", "[::1]:" },
        { "two brackets", "[[::1]]" },
        { "an address that is none", "[1::2::3]" },
        { "a name that is too long", new string('h', 254) },
        { "a name far too long", new string('h', 100_000) },
    };

    [Theory]
    [MemberData(nameof(IllFormed))]
    public static void Is_not_well_formed(string description, string host)
    {
        Assert.False(RequestHost.IsWellFormed(Encoding.Latin1.GetBytes(host)), description);
        Assert.Null(Normalize(host));
    }

    [Theory]
    [InlineData("a name", "example.com", "example.com")]
    [InlineData("a label", "localhost", "localhost")]
    [InlineData("capitals", "SECURE.Example.COM", "secure.example.com")]
    [InlineData("a port", "example.com:8443", "example.com")]
    [InlineData("the largest port", "example.com:65535", "example.com")]
    [InlineData("one dot at the end", "example.com.", "example.com")]
    [InlineData("one dot at the end and a port", "example.com.:80", "example.com")]
    [InlineData("an underscore", "my_service.default.svc", "my_service.default.svc")]
    [InlineData("IPv4", "192.0.2.1:80", "192.0.2.1")]
    [InlineData("IPv6", "[2001:db8::1]", "[2001:db8::1]")]
    [InlineData("IPv6 with a port", "[2001:db8::1]:443", "[2001:db8::1]")]
    [InlineData("IPv6 in capitals and in full", "[2001:0DB8:0:0:0:0:0:1]", "[2001:db8::1]")]
    [InlineData("IPv4 in IPv6", "[::ffff:192.0.2.1]", "[::ffff:192.0.2.1]")]
    public static void Has_one_form_in_which_it_is_compared(string description, string host, string normalized)
    {
        Assert.True(RequestHost.IsWellFormed(Encoding.Latin1.GetBytes(host)), description);
        Assert.Equal(normalized, Normalize(host));
    }

    [Fact]
    public static void None_at_all_is_well_formed_and_has_no_form()
    {
        Assert.True(RequestHost.IsWellFormed(default));
        Assert.Null(Normalize(""));
    }

    [Fact]
    public static void Reading_one_allocates_nothing()
    {
        Assert.True(RequestHost.IsWellFormed("Video.Example.com:8443"u8));

        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var i = 0; i < 1000; i++) _ = RequestHost.IsWellFormed("Video.Example.com:8443"u8);
        }));
    }

    private static string? Normalize(string host)
    {
        Span<char> buffer = stackalloc char[RequestHost.MaxLength];
        var isHost = RequestHost.TryNormalize(Encoding.Latin1.GetBytes(host), buffer, out var normalized);
        Assert.Equal(isHost, RequestHost.TryNormalize(host.AsSpan(), stackalloc char[RequestHost.MaxLength], out var ofText));
        Assert.Equal(ofText, normalized);
        return isHost ? normalized.ToString() : null;
    }
}
