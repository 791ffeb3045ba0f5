using System.Text;
using TokenAuthz.Signing.Schemes;
using TokenAuthz.Signing.Verifying;

namespace TokenAuthz.Tests.Signing;

/// <summary>A token is taken off the query and off cookies, and every other byte stays as it is and where it is.</summary>
public static class TokenRemovalTests
{
    private static readonly TokenRemoval Removal = new AcceptedSchemes(new AcceptedScheme(
        Scheme.Compile(new()
        {
            Name = "test",
            Token = ["query:t={sig}", "query:e={expires}", "cookie:t={n}"],
            Message = "{path} {n} {expires}",
        }),
        new([new("default", "a-key-of-a-test"u8)]))).Removal;

    [Theory]
    [InlineData("the only parameter", "/a?t=1", "/a")]
    [InlineData("the first", "/a?t=1&b=2", "/a?b=2")]
    [InlineData("the last", "/a?b=2&t=1", "/a?b=2")]
    [InlineData("one between", "/a?b=2&t=1&c=3", "/a?b=2&c=3")]
    [InlineData("all of several", "/a?t=1&b=2&e=3&t=", "/a?b=2")]
    [InlineData("parameters without a value, empty ones and order", "/a?z&&t=1&=&b=%3d&a;c=1&", "/a?z&&=&b=%3d&a;c=1&")]
    [InlineData("an empty one that is left", "/a?t=1&", "/a?")]
    [InlineData("a second question mark", "/a?b=?t=1&t=2", "/a?b=?t=1")]
    [InlineData("no parameter of the name", "/a?T=1&tt=1&t&%74=1", null)]
    [InlineData("no query", "/t=1", null)]
    [InlineData("an empty query", "/a?", null)]
    public static void Leaves_the_rest_of_a_target(string description, string target, string? expected)
    {
        var rest = new byte[target.Length];
        var isTaken = Removal.TryTakeOffTarget(Encoding.Latin1.GetBytes(target), rest, out var length);

        Expect.Equal(expected, isTaken ? Encoding.Latin1.GetString(rest, 0, length) : null, description);
    }

    [Theory]
    [InlineData("the only cookie", "t=1", "")]
    [InlineData("the first", "t=1; b=2", "b=2")]
    [InlineData("the last", "b=2; t=1", "b=2")]
    [InlineData("one between", "b=\"2; 3\"; t=1;c", "b=\"2; 3\";c")]
    [InlineData("each of several", "t=1; b=2;t=;  t=3", "b=2")]
    [InlineData("none of the name", "T=1; tt=1; t; b=t=1", null)]
    public static void Leaves_the_rest_of_cookies(string description, string cookies, string? expected)
    {
        var rest = new byte[cookies.Length];
        var isTaken = Removal.TryTakeOffCookies(Encoding.Latin1.GetBytes(cookies), rest, out var length);

        Expect.Equal(expected, isTaken ? Encoding.Latin1.GetString(rest, 0, length) : null, description);
    }
}
