using System.Text;
using System.Text.RegularExpressions;
using TokenAuthz.Signing.Rules;

namespace TokenAuthz.Tests.Signing.Rules;

public static class GlobTests
{
    [Theory]
    [InlineData("/video/*", "/video/1.ts", true)]
    [InlineData("/video/*", "/video/", true)]
    [InlineData("/video/*", "/video", false)]
    [InlineData("*", "", true)]
    [InlineData("**", "/a", true)]
    [InlineData("?", "", false)]
    [InlineData("/?/b", "/a/b", true)]
    [InlineData("/?/b", "//b", false)]
    [InlineData("/*/b/*c", "/b/b/c", true)]
    [InlineData("/*.m3u8", "/a.m3u8.ts", false)]
    [InlineData("/*a?c", "/aacaabc", true)]
    [InlineData("", "/", false)]
    public static void Matches(string glob, string text, bool isMatch) => Assert.Equal(isMatch, IsMatch(glob, text));

    [Fact]
    public static void Agrees_with_a_regular_expression()
    {
        var random = new Random(1);
        for (var i = 0; i < 3000; i++)
        {
            var (glob, text) = (Text(random, "ab*?", 8), Text(random, "ab", 12));
            var expression = $"^{glob.Replace("*", ".*", StringComparison.Ordinal).Replace('?', '.')}$";

            Expect.Equal(Regex.IsMatch(text, expression), IsMatch(glob, text), $"{glob}, {text}");
        }
    }

    public static TheoryData<string, string, string> Costly => new()
    {
        { "stars that each could stop everywhere", string.Concat(Enumerable.Repeat("*a", 255)) + "*b", "b" },
        { "a long end behind a star", "*" + new string('?', 500) + "/private", "/private" },
        { "a long piece between two stars that nearly is everywhere", "*" + string.Concat(Enumerable.Repeat("a?", 40)) + "b*c", "bc" },
    };

    [Theory]
    [MemberData(nameof(Costly))]
    public static void Decides_the_longest_in_time(string description, string glob, string end)
    {
        var text = new string('a', 65_000);
        Assert.InRange(glob.Length, 0, Glob.MaxLength);

        var (isMatch, isOther) = (false, true);
        var time = CpuTime.Of(() => (isMatch, isOther) = (IsMatch(glob, text + end), IsMatch(glob, text + end + "x")));

        Expect.Equal((true, false), (isMatch, isOther), description);
        Assert.InRange(time, TimeSpan.Zero, TimeSpan.FromSeconds(2));
    }

    private static bool IsMatch(string glob, string text) => Glob.IsMatch(Encoding.ASCII.GetBytes(glob), Encoding.ASCII.GetBytes(text));

    private static string Text(Random random, string characters, int length) =>
        string.Concat(Enumerable.Range(0, random.Next(length)).Select(_ => characters[random.Next(characters.Length)]));
}
