using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using TokenAuthz.Signing;
using TokenAuthz.Signing.Issuing;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Schemes;
using TokenAuthz.Signing.Verifying;
using TokenAuthz.Tests.Signing.Presets;
using static TokenAuthz.Signing.DenyReason;

namespace TokenAuthz.Tests.Signing;

/// <summary>Fields that have to equal a text, fields with a default, and keys that are derived. The clock is at 1800000000.</summary>
[Promise(1)]
public static class RequirementTests
{
    private static readonly KeyRing Ring = PresetSample.Ring;

    private static readonly SchemeDefinition Ours = new()
    {
        Name = "ours",
        Token = ["header:x-token={region}.{hash}.{expires}.{sig}"],
        Message = "{region}\n{hash}\n{path}\n{expires}",
    };

    private static readonly SchemeDefinition Optional = new()
    {
        Name = "optional",
        Token = ["header:x-token={expires}.{sig}", "header:x-hash?={hash}"],
        Message = "{path}\n{hash}\n{expires}",
    };

    public static TheoryData<string, string, string[], string, DenyReason?> Requirements => new()
    {
        { "a constant that is equal", "region", ["eu"], "eu", null },
        { "a constant of another case", "region", ["EU"], "eu", OutOfScope },
        { "a constant that begins so", "region", ["eu-west"], "eu", OutOfScope },
        { "the second of two", "region", ["us", "eu"], "eu", null },
        { "none of two", "region", ["us", "asia"], "eu", OutOfScope },
        { "the host", "region", ["{host}"], "local", null },
        { "another host", "region", ["{host}"], "other", OutOfScope },
        { "a header that is absent", "region", ["{header:x-region}"], "eu", OutOfScope },
    };

    [Theory]
    [MemberData(nameof(Requirements))]
    public static void Are_met_or_deny(string description, string field, string[] texts, string region, DenyReason? reason)
    {
        var request = Sign(Ours, "", ("region", region), ("hash", "0"));
        var scheme = Scheme.Compile(Ours with { Require = Ours.Require.Add(field, [.. texts]) });

        Assert.True(ReasonOf(scheme, request) == reason, $"{description}: {ReasonOf(scheme, request)}");
    }

    [Theory]
    [InlineData("hash", "0", OutOfScope)]
    [InlineData("hash", null, OutOfScope)]
    [InlineData("hash?", "0", OutOfScope)]
    [InlineData("hash?", "1", null)]
    [InlineData("hash?", null, null)]
    public static void A_field_that_is_left_out_denies_unless_it_may_be(string name, string? hash, DenyReason? reason)
    {
        var scheme = Scheme.Compile(Optional with { Require = Optional.Require.Add(name, ["1"]) });
        (string, string)[] fields = hash is null ? [] : [("hash", hash)];

        Assert.Equal(reason, ReasonOf(scheme, Sign(Optional, "", fields)));
    }

    [Fact]
    public static void A_digest_of_the_body_binds_the_body()
    {
        var scheme = Scheme.Compile(Ours with { Require = Ours.Require.Add("hash", ["{body|sha256|hex}"]) });
        var signed = Sign(Ours, "a body", ("region", "eu"), ("hash", Sha256("a body")));

        Assert.True(scheme.SignsBody);
        Assert.Null(ReasonOf(scheme, signed));
        Assert.Equal(InvalidToken, ReasonOf(scheme, signed with { BodyBytes = "another"u8.ToArray() }));
        Assert.Equal(InvalidToken, ReasonOf(scheme, signed with { BodyBytes = [] }));
    }

    [Fact]
    public static void A_field_that_is_left_out_has_its_default()
    {
        var scheme = Scheme.Compile(Optional with { Defaults = Optional.Defaults.Add("hash", "{body|sha256|hex}") });
        var plain = Sign(scheme.Definition, "a body");
        var named = Sign(scheme.Definition, "a body", ("hash", "UNSIGNED"));

        Assert.Null(ReasonOf(scheme, plain));
        Assert.Equal(InvalidToken, ReasonOf(scheme, plain with { BodyBytes = "another"u8.ToArray() }));
        Assert.Null(ReasonOf(scheme, named with { BodyBytes = "another"u8.ToArray() }));
        Assert.Equal(InvalidToken, ReasonOf(scheme, named with { Headers = [.. named.Headers.Where(header => header.Key == "x-token")] }));
    }

    [Fact]
    public static void A_key_is_derived_in_steps()
    {
        var definition = Ours with { DeriveKey = ["AWS4{key}", "{region}", "aws4_request"] };
        var scheme = Scheme.Compile(definition);
        var first = HMACSHA256.HashData([.. "AWS4"u8, .. PresetSample.Secret.Secret], "eu"u8);
        var derived = new Key("k1", HMACSHA256.HashData(first, "aws4_request"u8));
        var signed = Scheme.Compile(Ours).Sign(Unsigned("", ("region", "eu"), ("hash", "0")), derived, PresetSample.Now);
        var request = new TestRequest(signed.Target) { Headers = signed.Headers };

        Assert.Null(ReasonOf(scheme, request));
        Assert.Null(ReasonOf(scheme, request));
        Assert.Null(ReasonOf(scheme, Sign(definition, "", ("region", "us"), ("hash", "0"))));
        Assert.Equal(InvalidToken, ReasonOf(scheme, Sign(Ours, "", ("region", "eu"), ("hash", "0"))));
    }

    public static TheoryData<string, string, SchemeDefinition> Mistakes => new()
    {
        { "a field that is not there", "Require:zone", Ours with { Require = Ours.Require.Add("zone", ["eu"]) } },
        { "a field that is not signed", "Require:hash", Ours with { Message = "{region}\n{path}\n{expires}", Require = Hash } },
        { "the key", "Require:region", Ours with { Require = Ours.Require.Add("region", ["{key}"]) } },
        { "the signature", "Require:region", Ours with { Require = Ours.Require.Add("region", ["{sig}"]) } },
        { "an option of a field that every token has", "Require:region?", Ours with { Require = Ours.Require.Add("region?", ["eu"]) } },
        { "a default of a field that every token has", "Defaults:region", Ours with { Defaults = Ours.Defaults.Add("region", "eu") } },
        { "a default with itself", "Defaults:hash", Optional with { Defaults = Optional.Defaults.Add("hash", "{hash}") } },
        { "a derived key without the key", "DeriveKey", Ours with { DeriveKey = ["AWS4", "{region}"] } },
        { "a key within a step", "DeriveKey", Ours with { DeriveKey = ["{key}", "{key}"] } },
        { "too many steps", "DeriveKey", Ours with { DeriveKey = ["{key}", "a", "b", "c", "d", "e", "f", "g", "h"] } },
    };

    private static ImmutableSortedDictionary<string, ImmutableArray<string>> Hash =>
        Ours.Require.Add("hash", ["{body|sha256|hex}"]);

    [Theory]
    [MemberData(nameof(Mistakes))]
    public static void A_mistake_is_an_error_at_its_setting(string description, string setting, SchemeDefinition definition)
    {
        var mistake = Record.Exception(() => Scheme.Compile(definition));

        Assert.True(mistake is SchemeException { } e && e.Setting == setting, $"{description}: {mistake}");
    }

    private static TestRequest Sign(SchemeDefinition definition, string body, params (string, string)[] fields)
    {
        var unsigned = Unsigned(body, fields);
        var signed = Scheme.Compile(definition).Sign(unsigned, PresetSample.Secret, PresetSample.Now);
        return new(signed.Target) { HostText = "local", Headers = signed.Headers, BodyBytes = Encoding.ASCII.GetBytes(body) };
    }

    private static UnsignedRequest Unsigned(string body, params (string Name, string Value)[] fields)
    {
        var request = new UnsignedRequest { Target = "/a", Host = "local", Body = Encoding.ASCII.GetBytes(body) };
        return request with { Fields = request.Fields.AddRange(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))) };
    }

    private static DenyReason? ReasonOf(Scheme scheme, TestRequest request)
    {
        var verdict = scheme.Verify(ref request, Ring, PresetSample.Now);
        return verdict.IsAllowed ? null : verdict.Reason;
    }

    private static string Sha256(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(text)));
}
