using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using TokenAuthz.Signing;
using TokenAuthz.Signing.Algorithms;
using TokenAuthz.Signing.Issuing;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Presets;
using TokenAuthz.Signing.Schemes;
using TokenAuthz.Signing.Verifying;

namespace TokenAuthz.Tests.Signing.Schemes;

/// <summary>The border between two parts of a message: a request with bytes moved over it is denied.</summary>
[Promise(1)]
public static class BorderTests
{
    private const string Secret = "an-example-of-a-key-of-32-bytes.";

    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);
    private static readonly Key Key = new("k1", Encoding.ASCII.GetBytes(Secret));

    // Each has neighbours that something tells apart.
    public static TheoryData<string> Messages =>
    [
        "{method}\n{host}\n{path}\n{query}\n{uid}", "{method} {target}", "{method}{path}", "{host}{path}", "{path}?{query}", "{uid}{path}",
        "{uid}.{id}.{body}", "{body}.{id}.{uid}", "{path}{expires}", "{expires}{path}", "{expires}{body}", "{body}{expires}",
        "{header_lines}{body}", "{directory}{client_address}", "{method}\n{uri}",
    ];

    [Theory]
    [MemberData(nameof(Messages))]
    public static void Takes_parts_that_can_be_told_apart(string message)
    {
        var scheme = Scheme.Compile(Ours(message));
        var request = new UnsignedRequest
        {
            Target = "/video/1.ts?a=b",
            Host = "cdn.example.com",
            Body = "x"u8.ToArray(),
            ClientAddress = Presets.PresetSample.AddressOf("192.0.2.1"),
        };

        Assert.NotEmpty(scheme.Sign(request, Key, Now).Headers);
    }

    [Theory]
    [InlineData("as it was sent", "msg_1", "1800000000", "{\"comment\":\"x.1800000001.{}\"}", true)]
    [InlineData("split behind the first dot of the body", "msg_1.1800000000.{\"comment\":\"x", "1800000001", "{}\"}", false)]
    [InlineData("with a dot in the id", "msg.1", "1800000000", "{}", false)]
    public static void Splits_a_delivery_in_one_way_only(string description, string id, string time, string body, bool isAllowed)
    {
        var scheme = Scheme.Compile(PresetCatalog.All.Single(preset => preset.Name == "standard-webhooks"));
        var signature = Convert.ToBase64String(HMACSHA256.HashData(Key.Secret, Encoding.ASCII.GetBytes($"{id}.{time}.{body}")));
        var request = new TestRequest("/hook")
        {
            BodyBytes = Encoding.ASCII.GetBytes(body),
            Headers = [new("svix-id", id), new("svix-timestamp", time), new("svix-signature", $"v1,{signature}")],
        };

        var verdict = scheme.Verify(ref request, new([Key]), Now);

        Expect.Equal(isAllowed ? null : DenyReason.InvalidToken, verdict.Denial(), description);
    }

    [Theory]
    [InlineData("as it was made", "&expires=1800001800&limit=1000&token_path=%2Fvideo%2F/video/1.ts", true)]
    [InlineData("its end moved into a parameter's name", "&1800001800limit=1000&token_path=%2Fvideo%2F/video/1.ts", false)]
    [InlineData("without its end", "&limit=1000&token_path=%2Fvideo%2F/video/1.ts", false)]
    public static void Keeps_the_end_of_a_token_in_the_path(string description, string rest, bool isAllowed)
    {
        var scheme = Scheme.Compile(PresetCatalog.All.Single(preset => preset.Name == "bunny-path"));
        var signature = Convert.ToBase64String(HMACSHA256.HashData(Key.Secret, "/video/1800001800limit=1000&token_path=/video/"u8))
            .Replace('+', '-')
            .Replace('/', '_');
        var request = new TestRequest($"/bcdn_token=HS256-{signature}{rest}");

        var verdict = scheme.Verify(ref request, new([Key]), Now);

        Expect.Equal(isAllowed ? null : DenyReason.InvalidToken, verdict.Denial(), description);
    }

    [Theory]
    [InlineData("/a", "xyz", true)]
    [InlineData("/a", "x\0z", false)]
    [InlineData("/a", "", true)]
    public static void Denies_a_zero_byte_behind_the_key_of_a_plain_digest(string target, string body, bool isAllowed)
    {
        var scheme = Scheme.Compile(Ours("{key}{body}") with { Algorithm = SignatureAlgorithm.Sha256, AllowUnseparated = ["{key}{body}"] });
        var bytes = Encoding.Latin1.GetBytes(body);
        var signature = Convert.ToHexStringLower(SHA256.HashData([.. Key.Secret, .. bytes]));
        var request = new TestRequest(target) { BodyBytes = bytes, Headers = [.. Headers, new("x-sig", signature)] };

        Assert.Equal(isAllowed, scheme.Verify(ref request, new([Key]), Now).IsAllowed);
    }

    [Fact]
    public static void Lets_named_neighbours_run_together()
    {
        var scheme = Scheme.Compile(Ours("{method}{host}{path}") with { AllowUnseparated = ["{method}{host}"] });
        var signed = scheme.Sign(new() { Method = "GET", Host = "EXAMPLE.com", Target = "/a" }, Key, Now);
        var request = new TestRequest("/a") { MethodText = "GETEXAMPLE", HostText = ".com", Headers = signed.Headers };

        Assert.Null(scheme.Verify(ref request, new([Key]), Now).Denial());
    }

    private static ImmutableArray<KeyValuePair<string, string>> Headers => [new("uid", "u"), new("id", "i"), new("until", "1800001800")];

    private static SchemeDefinition Ours(string message) => new()
    {
        Name = "ours",
        Token = message.Contains("{expires}", StringComparison.Ordinal)
            ? ["header:until={expires}", "header:x-sig={sig}"]
            : ["header:uid={uid}", "header:id={id}", "header:x-sig={sig}"],
        Message = message,
        SignedHeaders = message.Contains("{header_lines}", StringComparison.Ordinal) ? ["x-tenant"] : [],
    };
}
