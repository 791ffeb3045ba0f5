using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using TokenAuthz.Signing;
using TokenAuthz.Tests.Signing.Presets;

namespace TokenAuthz.Tests.Signing;

/// <summary>What clients send that no issuer makes: denied for its reason, and never an exception.</summary>
public static class BadInputTests
{
    private static readonly string Now = PresetCase.Now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    // A preset, what to replace in the signed target, and by what: {now} is the time of issue, {all} the last parameter's value.
    [Theory]
    [InlineData("a repeated parameter", "alibaba-a", "auth_key=", "auth_key=1&auth_key=")]
    [InlineData("a repeated parameter, twice the right one", "imgix", "?s=", "?s={all}&s=")]
    [InlineData("a repeated time", "keycdn", "expire=", "expire=9999999999&expire=")]
    [InlineData("an empty signature", "keycdn", "token={all}", "token=")]
    [InlineData("an empty time", "edgeone-d", "t={now}", "t=")]
    [InlineData("a parameter without a value", "keycdn", "token={all}", "token")]
    [InlineData("a time of 11 digits", "alibaba-a", "{now}", "0{now}")]
    [InlineData("a time of 20 digits", "alibaba-a", "{now}", "99999999999999999999")]
    [InlineData("a plus sign before the time", "alibaba-a", "{now}", "+{now}")]
    [InlineData("a minus sign before the time", "fastly-token", "token=1", "token=-1")]
    [InlineData("an encoded space before the time", "alibaba-a", "{now}", "%20{now}")]
    [InlineData("a plus for a space", "alibaba-a", "-0-0-", "-0+-0-")]
    [InlineData("a digit that is encoded", "alibaba-a", "auth_key=1", "auth_key=%31")]
    [InlineData("a hexadecimal time where a decimal one belongs", "alibaba-a", "{now}", "0x6B039BC0")]
    [InlineData("bytes that are no UTF-8", "alibaba-a", "-0-0-", "-\u00ff\u00fe-0-")]
    [InlineData("a percent sign without digits in the signature", "cloudflare-timed-hmac", "{now}-", "{now}-%")]
    [InlineData("a percent sign with one digit", "cloudflare-timed-hmac", "{now}-", "{now}-%4")]
    [InlineData("a null byte", "keycdn", "token=", "token=%00")]
    [InlineData("blanks in base64", "keycdn", "token=", "token=%20")]
    [InlineData("a signature in another encoding", "imgix", "?s={all}", "?s=3q2-7w")]
    [InlineData("a signature that goes on", "keycdn", "{all}", "{all}AAAA")]
    [InlineData("one field too few", "alibaba-a", "-0-0-", "-0-")]
    [InlineData("one field too many", "alibaba-a", "-0-0-", "-0-0-0-")]
    [InlineData("a path token in another order", "edgeone-b", "/2", "/x/2")]
    [InlineData("an encoded slash in a path token", "edgeone-b", "/video", "%2Fvideo")]
    [InlineData("no path behind the token", "edgeone-b", "/video/1", "")]
    public static void Denies(string description, string preset, string text, string other)
    {
        var format = new PresetCase(preset);
        var target = Target(format);
        var all = target[(target.LastIndexOf('=') + 1)..];
        var (from, to) = (Fill(text, all), Fill(other, all));
        Assert.Contains(from, target, StringComparison.Ordinal);

        var verdict = format.Verify(new(Replace(target, from, to)));

        Assert.True(verdict is { IsAllowed: false, Reason: DenyReason.InvalidToken or DenyReason.MissingToken }, $"{description}: {verdict} for {Replace(target, from, to)}");
    }

    [Theory]
    [InlineData("in front of the token", "/video/1?{padding}&")]
    [InlineData("behind it", "/video/1?{token}&{padding}")]
    [InlineData("all of the token's name", "/video/1?{token}&{repeated}")]
    public static void Answers_64_KiB_of_parameters(string description, string shape)
    {
        var format = new PresetCase("alibaba-a");
        var token = Target(format).Split('?')[1];
        var target = shape
            .Replace("{token}", token, StringComparison.Ordinal)
            .Replace("{padding}", string.Join('&', Enumerable.Repeat("a=b", 16_384)), StringComparison.Ordinal)
            .Replace("{repeated}", string.Join('&', Enumerable.Repeat("auth_key=1", 6_000)), StringComparison.Ordinal);

        var verdict = format.Verify(new(target));

        Assert.True(verdict.IsAllowed == (description == "behind it"), $"{description}: {verdict}");
    }

    [Theory]
    [InlineData("an encoded slash", "/video%2f..%2fadmin")]
    [InlineData("an encoded dot segment", "/video/%2e%2e/admin")]
    [InlineData("a dot segment", "/video/../admin")]
    [InlineData("an encoded letter", "/%76ideo/1")]
    [InlineData("a backslash", "/video/..\\admin")]
    [InlineData("a path parameter", "/video/..;/admin")]
    [InlineData("two slashes", "//video/1")]
    [InlineData("what is beside it", "/videos/1")]
    public static void Keeps_a_path_that_can_be_read_in_two_ways_out_of_a_scope(string description, string path)
    {
        foreach (var format in (PresetCase[])[new("akamai-token-2"), new("google-cdn-prefix")])
        {
            var signed = format.Sign(new() { Host = "cdn.example.com", Target = "/video/1", Fields = Scope(format.Name) });
            Assert.True(format.Verify(signed).IsAllowed, format.Name);
            var other = new TestRequest(path + Encoding.ASCII.GetString(signed.Target)["/video/1".Length..]) { HostText = signed.HostText, Headers = signed.Headers };

            var verdict = format.Verify(other);

            Assert.True(verdict is { IsAllowed: false, Reason: DenyReason.OutOfScope }, $"{description}, {format.Name}: {verdict}");
        }
    }

    [Fact]
    public static void Gives_up_on_a_glob_that_would_take_forever()
    {
        var format = new PresetCase("akamai-token-2");
        var acl = "/" + string.Concat(Enumerable.Repeat("*a", 2_000)) + "b";
        var signed = format.Sign(new() { Host = "cdn.example.com", Target = "/" + new string('a', 30_000), Fields = Scope(format.Name).SetItem("acl", acl) });

        Assert.Equal(DenyReason.OutOfScope, format.Verify(signed).Reason);
    }

    private static ImmutableDictionary<string, string> Scope(string preset) => preset == "akamai-token-2"
        ? ImmutableDictionary<string, string>.Empty.Add("acl", "/video/*")
        : ImmutableDictionary<string, string>.Empty.Add("prefix", "aHR0cHM6Ly9jZG4uZXhhbXBsZS5jb20vdmlkZW8v");

    private static string Target(PresetCase format)
    {
        var signed = format.Sign(new() { Target = "/video/1" });
        Assert.True(format.Verify(signed).IsAllowed);
        return Encoding.ASCII.GetString(signed.Target);
    }

    private static string Fill(string text, string all) => text.Replace("{now}", Now, StringComparison.Ordinal).Replace("{all}", all, StringComparison.Ordinal);

    private static string Replace(string text, string from, string to)
    {
        var at = text.IndexOf(from, StringComparison.Ordinal);
        return text[..at] + to + text[(at + from.Length)..];
    }
}
