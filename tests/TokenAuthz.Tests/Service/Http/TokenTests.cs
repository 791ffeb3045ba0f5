using System.Collections.Immutable;

namespace TokenAuthz.Tests.Service.Http;

/// <summary>What a request may carry for a token.</summary>
[Promise(1)]
public sealed class TokenTests(SharedService shared)
{
    private const string Target = "/a/b?x=1";
    private const string Missing = "missing_token";
    private const string Invalid = "invalid_token";

    private static readonly string Right = Token.Of(Target);

    private static readonly ImmutableDictionary<string, (string Headers, string? Denied)> Rows = new Dictionary<string, (string, string?)>
    {
        ["right"] = ($"token: {Right}\r\n", null),
        ["right, the name in capitals"] = ($"TOKEN: {Right}\r\n", null),
        ["right, in spaces that are not part of the value"] = ($"token: \t {Right} \t\r\n", null),
        ["absent"] = ("", Missing),
        ["in another header"] = ($"x-token: {Right}\r\nauthorization: {Right}\r\ncookie: token={Right}\r\n", Missing),
        ["under a name with one letter more"] = ($"tokens: {Right}\r\n", Missing),
        ["empty"] = ("token:\r\n", Invalid),
        ["wrong"] = ($"token: {Token.Wrong}\r\n", Invalid),
        ["upper-case"] = ($"token: {Right.ToUpperInvariant()}\r\n", Invalid),
        ["one character short"] = ($"token: {Right[..31]}\r\n", Invalid),
        ["one character long"] = ($"token: {Right}0\r\n", Invalid),
        ["wrong in its last character only"] = ($"token: {Right[..31]}{(Right[31] == '0' ? '1' : '0')}\r\n", Invalid),
        ["not hex"] = ($"token: {Right[..31]}g\r\n", Invalid),
        ["in quotes"] = ($"token: \"{Right}\"\r\n", Invalid),
        ["with a space in it"] = ($"token: {Right[..16]} {Right[16..]}\r\n", Invalid),
        ["50 KiB"] = ($"token: {new string('a', 50 * 1024)}\r\n", Invalid),
        ["not ASCII"] = ($"token: {Right[..30]}\u00e9\u00ff\r\n", Invalid),
        ["not ASCII, in UTF-8"] = ($"token: {Right[..30]}\u00c3\u00a9\r\n", Invalid),
        ["right, twice (CVE-2021-32777)"] = ($"token: {Right}\r\ntoken: {Right}\r\n", Invalid),
        ["right, twice, in names of different case"] = ($"token: {Right}\r\nToken: {Right}\r\n", Invalid),
        ["wrong before right (CVE-2021-32777)"] = ($"token: wrong\r\ntoken: {Right}\r\n", Invalid),
        ["wrong after right"] = ($"token: {Right}\r\ntoken: wrong\r\n", Invalid),
        ["empty after right"] = ($"token: {Right}\r\ntoken:\r\n", Invalid),
        ["right, twice, joined by a comma"] = ($"token: {Right},{Right}\r\n", Invalid),
        ["made with another secret"] = ($"token: {Token.Of(Target, "other")}\r\n", Invalid),
        ["made with the secret before the target"] = ($"token: {Token.Of("secret", Target)}\r\n", Invalid),
    }.ToImmutableDictionary();

    public static TheoryData<string> Tokens { get; } = [.. Rows.Keys.Order(StringComparer.Ordinal)];

    [Fact]
    public async Task Allows_the_token_of_the_article() =>
        (await shared.Service.CheckAsync("/", "token: c64319d06364528120a9f96af62ea83d\r\n")).AssertAllowed();

    [Theory]
    [MemberData(nameof(Tokens))]
    public async Task Allows_the_right_token_and_no_other_when_it_is(string description)
    {
        var (headers, denied) = Rows[description];

        var answer = await shared.Service.CheckAsync(Target, headers);

        if (denied is null) answer.AssertAllowed();
        else answer.AssertDenied(denied);
    }
}
