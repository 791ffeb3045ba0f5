using System.Text.RegularExpressions;
using TokenAuthz.Signing;
using TokenAuthz.Signing.Issuing;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Presets;
using TokenAuthz.Signing.Schemes;
using TokenAuthz.Signing.Verifying;
using TokenAuthz.Tests.Signing.Presets;
using static TokenAuthz.Signing.DenyReason;

namespace TokenAuthz.Tests.Signing;

/// <summary>Tokens with a genuine signature over an ill-formed time, as a careless issuer makes them, and over a costly acl.</summary>
public static partial class BadTimeTests
{
    private static readonly KeyRing Ring = PresetSample.Ring;

    // The clock is at 1800000000, which is 2027-01-15T08:00:00Z, and 6b49d200 in hex.
    public static TheoryData<string, string, string, DenyReason?> Times => new()
    {
        { "the same second", "nginx-secure-link", "1800000000", null },
        { "11 digits", "nginx-secure-link", "18000000000", InvalidToken },
        { "a leading zero in an 11th digit", "nginx-secure-link", "01800000100", InvalidToken },
        { "leading zeros within ten digits", "nginx-secure-link", "0000000100", Expired },
        { "the year 2038, which many take for never", "keycdn", "2147483647", null },
        { "the year 2100", "cdn77", "4102444800", null },
        { "the last of ten digits", "nginx-secure-link", "9999999999", null },
        { "the last of ten digits", "hmac-v1", "9999999999", null },
        { "milliseconds", "fastly-token", "1800000000000", InvalidToken },
        { "the last of eight hex digits", "qiniu", "ffffffff", null },
        { "a plus sign", "nginx-secure-link", "+180000010", InvalidToken },
        { "a minus sign", "nginx-secure-link", "-180000010", InvalidToken },
        { "a blank in front", "nginx-secure-link", " 180000010", InvalidToken },
        { "a blank behind", "nginx-secure-link", "180000010 ", InvalidToken },
        { "a plus for a blank", "nginx-secure-link", "1800000+10", InvalidToken },
        { "an encoded digit", "nginx-secure-link", "18000001%3", InvalidToken },
        { "an exponent", "nginx-secure-link", "2e9", InvalidToken },
        { "a fraction", "nginx-secure-link", "18000001.5", InvalidToken },
        { "hex where it is decimal", "nginx-secure-link", "0x6b49d264", InvalidToken },
        { "20 digits, which overflow", "hmac-v1", "18446744073709551616", InvalidToken },
        { "an over-long time", "cdn77", "11111111111111111111111111111111111111111111", InvalidToken },
        { "a second ago", "cdn77-query", "1799999999", Expired },
        { "11 digits", "bunny-query", "18000000000", InvalidToken },
        { "a plus sign", "akamai-token-2", "+180000010", InvalidToken },
        { "nothing but the separator", "akamai-token-2", "=", InvalidToken },
        { "11 digits in quotes", "rfc9421", "\"18000000000\"", InvalidToken },
        { "an hour ahead", "alibaba-a", "1800003600", null },
        { "an hour ahead", "alibaba-b", "202701151700", null },
        { "an hour ahead", "alibaba-c1", "6B49E010", null },
        { "an hour ahead", "edgeone-d", "1800003600", null },
        { "eleven years ahead", "huawei-a", "2147483647", EndsTooLate },
        { "two years ahead in hex", "tencent-d", "6f000000", EndsTooLate },
        { "the same in decimal", "tencent-d", "1862270976", EndsTooLate },
        { "as long ago as it lives", "tencent-a", "1799998200", null },
        { "a second longer ago", "tencent-a", "1799998199", Expired },
        { "a clock that is five seconds ahead", "rfc9421", "1800000005", null },
        { "six seconds ahead", "rfc9421", "1800000006", NotYetValid },
        { "a sign", "alibaba-a", "+180000000", InvalidToken },
        { "a sign", "slack", "+180000000", InvalidToken },
        { "milliseconds", "standard-webhooks", "1800000000000", InvalidToken },
        { "the same second in hex", "qiniu", "6b49d200", null },
        { "hex in upper case", "qiniu", "6B49D200", null },
        { "nine hex digits", "qiniu", "06b49d200", InvalidToken },
        { "a prefix of hex", "qiniu", "0x6b49d2", InvalidToken },
        { "a sign before hex", "qiniu", "+6b49d20", InvalidToken },
        { "a time that is not hex", "qiniu", "6b49d20g", InvalidToken },
        { "nine digits, neither decimal nor hex", "tencent-d", "180000000", InvalidToken },
        { "ten digits with a letter", "tencent-d", "180000000a", InvalidToken },
        { "the same minute", "alibaba-b", "202701151600", null },
        { "a month 13", "alibaba-b", "202713151600", InvalidToken },
        { "a day that does not exist", "alibaba-b", "202702301600", InvalidToken },
        { "an hour 24", "alibaba-b", "202701152400", InvalidToken },
        { "seconds", "alibaba-b", "20270115160000", InvalidToken },
        { "the year 1", "alibaba-b", "000101010000", InvalidToken },
        { "the same second as a date", "kong-hmac-auth", "Fri, 15 Jan 2027 08:00:00 GMT", null },
        { "another day of the week", "kong-hmac-auth", "Mon, 15 Jan 2027 08:00:00 GMT", InvalidToken },
        { "a zone in digits", "kong-hmac-auth", "Fri, 15 Jan 2027 08:00:00 +0000", InvalidToken },
        { "no zone", "kong-hmac-auth", "Fri, 15 Jan 2027 08:00:00", InvalidToken },
        { "a day of one digit", "kong-hmac-auth", "Fri, 5 Jan 2027 08:00:00 GMT", InvalidToken },
        { "a number", "kong-hmac-auth", "1800000000", InvalidToken },
    };

    [Theory]
    [MemberData(nameof(Times))]
    public static void Takes_nothing_else_for_a_time(string description, string preset, string time, DenyReason? reason)
    {
        var request = Forge(preset, new UnsignedRequest { Host = "example.com", Target = "/a" }, time);
        Assert.True(PresetCatalog.TryFind(preset, out var definition));

        var verdict = Scheme.Compile(definition).Verify(ref request, Ring, PresetSample.Now);

        Expect.Equal(reason, verdict.Denial(), $"{description}: {request}");
    }

    [Theory]
    [InlineData("/*a*a*a*a*a*b")]
    [InlineData("/*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b")]
    [InlineData("/*?*?*?*?*?*?*?*?*b!/*a?*a?*a?*a?*b")]
    [InlineData("*aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab")]
    public static void Denies_a_glob_that_could_backtrack_in_time(string acl)
    {
        var sample = PresetSample.Find("akamai-token-2");
        var unsigned = new UnsignedRequest { Target = "/" + new string('a', 60_000) };
        var request = sample.Sign(unsigned with { Fields = unsigned.Fields.Add("acl", acl) });

        var verdict = default(Verdict);
        var time = CpuTime.Of(() => verdict = sample.Scheme.Verify(ref request, Ring, PresetSample.Now));

        Assert.Equal(OutOfScope, verdict.Denial());
        Assert.InRange(time, TimeSpan.Zero, TimeSpan.FromSeconds(2));
    }

    // A scheme that is the preset in all but the name of its time, so that any text may stand there and is signed.
    private static WireRequest Forge(string preset, UnsignedRequest request, string time)
    {
        Assert.True(PresetCatalog.TryFind(preset, out var definition));
        definition = PresetSample.FirstFormOf(definition);
        var forger = definition with
        {
            Token = [.. definition.Token.Select(part => Time().Replace(part, "{free}"))],
            Items = [.. definition.Items.Select(item => ItemTime().Replace(item, time.StartsWith('"') ? "=\"free\"" : "=free", 1))],
            Message = Time().Replace(definition.Message, "{free}"),
            AllowUnseparated =
            [
                "{path}{free}",
                "{prefix_or_path}{free}",
                "{free}{packed_address}",
                "{packed_address}{other_parameters}",
                "{list}{url_binding}",
            ],
            Symmetric = false,
        };
        return PresetSample.Find(preset)
            .Sign(request with { Fields = request.Fields.Add("free", time.Trim('"')) }, Scheme.Compile(forger));
    }

    [GeneratedRegex("\\{(issued|expires)(:[^}]*)?\\}")]
    private static partial Regex Time();

    [GeneratedRegex("=(issued|expires)\\b")]
    private static partial Regex ItemTime();
}
