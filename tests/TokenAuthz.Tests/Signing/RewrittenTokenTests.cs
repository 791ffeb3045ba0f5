using System.Text;
using System.Text.Json;
using TokenAuthz.Signing.Issuing;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Schemes;
using TokenAuthz.Signing.Verifying;
using TokenAuthz.Tests.Signing.Presets;

namespace TokenAuthz.Tests.Signing;

/// <summary>A token that its holder takes apart and puts together in another way, so that the signed bytes stay the same.</summary>
[Promise(1)]
public static class RewrittenTokenTests
{
    private static readonly KeyRing Ring = PresetSample.Ring;

    // A target as it is signed, a text in it, and the text that replaces it.
    public static TheoryData<string, string, string, string, string> Targets => new()
    {
        { "a value that takes in the next parameter", "bunny-query", "/a?note=x&zero=1", "note=x&zero=1", "note=x%26zero%3D1" },
        { "a value that takes in the next name", "bunny-query", "/a?note=x&zero=1", "note=x&zero=1", "note=x%26zero=1" },
        { "a name that takes in its value", "bunny-query", "/a?note=x", "note=x", "note%3Dx" },
        { "a name that takes in the parameter before", "bunny-query", "/a?note=x&zero=1", "note=x&zero=1", "note%3Dx%26zero=1" },
        { "a name that hides behind an escape", "bunny-query", "/a?note=x", "note", "n%6fte" },
        { "an IPv4 address in a name", "bunny-query, bound to an address", "/a?limit=1", "limit=1", "%C0%00%02%01limit=1" },
        {
            "the mark of a bound token removed as well",
            "bunny-query, bound to an address",
            "/a?limit=1",
            "limit=1&expires=1800001800&token=HS256-1-",
            "%C0%00%02%01limit=1&expires=1800001800&token=HS256-"
        },
        { "a second name of the token's parameters", "bunny-query", "/a?limit=1", "limit=1", "limit=1&%65xpires=1" },
        { "the path's end in the time", "fastly-token", "/a/1", "/a/1?token=", "/a/?token=1" },
        { "the time's begin in the path", "fastly-token", "/a/1", "/a/1?token=1", "/a/11?token=" },
        { "the path's end in the time", "qiniu", "/a/6", "/a/6?t=", "/a/?t=6" },
        { "the time's begin in the path", "qiniu", "/a/6", "/a/6?t=6", "/a/66?t=" },
        { "the path's end in the time", "alibaba-f", "/a/6", "/a/6?time=", "/a/?time=6" },
        { "the time's begin in the path", "alibaba-f", "/a/6", "/a/6?time=6", "/a/66?time=" },
        { "the time's begin in the path", "tencent-d", "/a/6", "/a/6?t=1", "/a/61?t=" },
        { "two digits of the time in the path", "tencent-d", "/a/6", "/a/6?t=18", "/a/618?t=" },
        { "the path's end in the random text", "alibaba-a", "/a-1-2", "/a-1-2?auth_key=", "/a?auth_key=1-2-" },
    };

    [Theory]
    [MemberData(nameof(Targets))]
    public static void Is_denied(string description, string sample, string target, string before, string after)
    {
        var (scheme, request) =
            (PresetSample.Find(sample).Scheme, PresetSample.Find(sample).Sign(new UnsignedRequest { Target = target }));
        Assert.True(scheme.Verify(ref request, Ring, PresetSample.Now).IsAllowed, description);
        var signed = Encoding.Latin1.GetString(request.Target);
        Assert.Contains(before, signed, StringComparison.Ordinal);

        var changed = request.With(
            "target", Encoding.Latin1.GetBytes(signed.Replace(before, after, StringComparison.Ordinal))) with
        { ClientAddress = default };

        Assert.False(scheme.Verify(ref changed, Ring, PresetSample.Now).IsAllowed, $"{description}: {changed}");
    }

    // The message does not tell the digits of a decimal time from those of a path before a time in hex.
    [Fact]
    public static void Is_denied_when_the_time_may_be_read_in_another_way()
    {
        var sample = PresetSample.Find("tencent-d");
        var now = DateTimeOffset.FromUnixTimeSeconds(1_870_000_000);
        var request = WireRequest.Of(new() { Target = "/a/1" }, sample.Scheme.Sign(new() { Target = "/a/1" }, PresetSample.Secret, now));
        var changed = request.With(
            "target",
            Encoding.Latin1.GetBytes(
                Encoding.Latin1.GetString(request.Target).Replace("/a/1?t=18", "/a/118?t=", StringComparison.Ordinal)));

        Assert.True(sample.Scheme.Verify(ref request, Ring, now).IsAllowed);
        foreach (var later in (long[])[1_870_000_000, 0x70000000, 0x70000000 + 1800])
            Assert.False(
                sample.Scheme.Verify(ref changed, Ring, DateTimeOffset.FromUnixTimeSeconds(later)).IsAllowed, $"{later}: {changed}");
    }

    [Theory]
    [InlineData("64.65.66.67", "@ABC")]
    [InlineData("192.0.2.1", "%C0%00%02%01")]
    public static void Is_denied_when_every_token_has_to_be_bound(string address, string moved)
    {
        using var settings = JsonDocument.Parse("""{ "Token": ["query:token=HS256-1-{sig}", "query:expires={expires}"] }""");
        var scheme = Scheme.Compile(PresetFile.With(PresetFile.Find("bunny-query").Preset, settings.RootElement));
        var unsigned = new UnsignedRequest { Target = "/a?limit=1", ClientAddress = PresetSample.AddressOf(address) };
        var request = WireRequest.Of(unsigned, scheme.Sign(unsigned, PresetSample.Secret, PresetSample.Now));
        Assert.True(scheme.Verify(ref request, Ring, PresetSample.Now).IsAllowed);
        var target = Encoding.Latin1.GetString(request.Target).Replace("limit", $"{moved}limit", StringComparison.Ordinal);

        foreach (var mark in (string[])["HS256-1-", "HS256-"])
        {
            var changed = request.With(
                "target",
                Encoding.Latin1.GetBytes(target.Replace("HS256-1-", mark, StringComparison.Ordinal))) with
            { ClientAddress = default };
            Assert.False(scheme.Verify(ref changed, Ring, PresetSample.Now).IsAllowed, $"{changed}");
        }
    }

    [Fact]
    public static void Is_denied_when_a_path_becomes_an_acl()
    {
        var sample = PresetSample.Find("akamai-token-2");
        var request = sample.Sign(new UnsignedRequest { Target = "/up/x~acl=/*" });
        Assert.True(sample.Scheme.Verify(ref request, Ring, PresetSample.Now).IsAllowed);
        var token = Encoding.Latin1.GetString(request.Target).Split("?hdnts=")[1].Split("~hmac=");

        string[] lists = [$"{token[0]}~url=/up/x~acl=/*", $"{token[0]}~url=/up/x~acl=/*~data=x", $"url=/up/x~acl=/*~{token[0]}"];
        foreach (var list in lists)
        {
            var changed = request.With("target", Encoding.Latin1.GetBytes($"/admin?hdnts={list}~hmac={token[1]}"));
            Assert.False(sample.Scheme.Verify(ref changed, Ring, PresetSample.Now).IsAllowed, $"{changed}");
        }
    }

    [Theory]
    [InlineData("thumbor", "=", "%3D")]
    [InlineData("thumbor", "=", "%3d")]
    [InlineData("cdn77", "==", "%3D%3D")]
    [InlineData("cdn77", "==", "=%3d")]
    [InlineData("cdn77-query", "==", "%3D%3D")]
    [InlineData("google-cdn", "=", "%3D")]
    public static void Is_the_same_with_its_padding_encoded(string preset, string padding, string encoded)
    {
        var (scheme, request) = (
            PresetSample.Find(preset).Scheme, PresetSample.Find(preset).Sign(new UnsignedRequest { Host = "example.com", Target = "/a" }));
        var signed = Encoding.Latin1.GetString(request.Target).Replace("%3D", "=", StringComparison.Ordinal);
        var end = signed.LastIndexOf(padding, StringComparison.Ordinal);
        var changed = request.With("target", Encoding.Latin1.GetBytes(signed[..end] + encoded + signed[(end + padding.Length)..]));

        Assert.True(scheme.Verify(ref changed, Ring, PresetSample.Now).IsAllowed, $"{changed}");
    }
}
