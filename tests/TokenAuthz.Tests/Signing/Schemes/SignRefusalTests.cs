using System.Collections.Immutable;
using TokenAuthz.Signing.Issuing;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Presets;
using TokenAuthz.Signing.Schemes;

namespace TokenAuthz.Tests.Signing.Schemes;

/// <summary>A signed request can be verified, or signing is refused with the reason.</summary>
public static class SignRefusalTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);
    private static readonly Key Key = new("a", new SharedSecret("secret"u8), notAfter: Now.AddDays(-1));

    [Theory]
    [InlineData("no path behind the token", "thumbor", "/", "", "{rest}")]
    [InlineData("no path behind the token", "thumbor", "/?x=1", "", "{rest}")]
    [InlineData("an empty field", "alibaba-a", "/a", "uid=", "{uid}")]
    [InlineData("a separator in a field", "alibaba-a", "/a", "rand=a-b", "separates")]
    [InlineData("a time that is none", "nginx-secure-link", "/a", "expires=soon", "time is ill-formed")]
    [InlineData("a time beyond the horizon", "alibaba-a", "/a", "issued=9999999999", "later than its Horizon")]
    [InlineData("a token that is there already", "alibaba-a", "/a?auth_key=1", "", "has one already")]
    [InlineData("a token that is there already, in another place", "hmac-v1", "/a?sig=v1.a.1.x", "", "has one already")]
    [InlineData("an ill-formed escape", "nginx-secure-link", "/a%2", "", "refuses this path or query")]
    [InlineData("a repeated parameter", "bunny-query", "/a?x=1&x=2", "", "refuses this path or query")]
    [InlineData("a parameter that could be two", "bunny-query", "/a?x=1%26y=2", "", "refuses this path or query")]
    public static void Refuses_what_would_be_denied(string description, string preset, string target, string field, string words)
    {
        var refusal = Assert.Throws<SchemeException>(() => Sign(preset, target, field));

        Expect.Contains(words, refusal.Message, description);
    }

    [Theory]
    [InlineData("a field that the scheme does not have", "alibaba-a", "nosuch=1", false, "nosuch")]
    [InlineData("a lifetime of a token that says no end", "alibaba-a", "", true, "leave out")]
    public static void Refuses_an_option_without_effect(string description, string preset, string field, bool hasLifetime, string words)
    {
        var refusal = Assert.Throws<SchemeException>(() => Sign(preset, "/a", field, hasLifetime ? TimeSpan.FromMinutes(1) : null));

        Expect.Contains(words, refusal.Message, description);
    }

    [Theory]
    [InlineData("a time that is over", "hmac-v1", "expires=1700000000")]
    [InlineData("a time that has not begun", "akamai-token-2", "not_before=1800001000")]
    [InlineData("a scope that the URL is not in", "akamai-token-2", "acl=/b/*")]
    public static void Signs_what_does_not_hold_here_and_now(string description, string preset, string field)
    {
        var signed = Sign(preset, "/a", field);

        Assert.True(signed.Headers.Length > 0 || signed.Target != "/a", description);
    }

    [Fact]
    public static void Puts_two_cookies_into_one_header()
    {
        var definition = new SchemeDefinition
        {
            Name = "ours",
            Token = ["cookie:sig={sig}", "cookie:until={expires}"],
            Message = "{path}{expires}",
        };

        var signed = Scheme.Compile(definition).Sign(new() { Target = "/a" }, Key, Now);

        Assert.StartsWith("until=1800001800; sig=", Assert.Single(signed.Headers).Value, StringComparison.Ordinal);
    }

    private static SignedRequest Sign(string preset, string target, string field, TimeSpan? lifetime = null)
    {
        var fields = field.Length == 0
            ? ImmutableDictionary<string, string>.Empty
            : ImmutableDictionary<string, string>.Empty.Add(field.Split('=')[0], field.Split('=', 2)[1]);
        return Scheme.Compile(PresetCatalog.All.Single(one => one.Name == preset))
            .Sign(new() { Target = target, Host = "example.com", Fields = fields, Lifetime = lifetime }, Key, Now);
    }
}
