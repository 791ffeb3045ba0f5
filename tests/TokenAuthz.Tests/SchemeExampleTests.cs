using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using TokenAuthz.Signing;
using TokenAuthz.Signing.Algorithms;
using TokenAuthz.Signing.Issuing;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Requests;
using TokenAuthz.Signing.Schemes;
using TokenAuthz.Signing.Verifying;
using TokenAuthz.Tests.Formats;
using TokenAuthz.Tests.Signing;

namespace TokenAuthz.Tests;

/// <summary>Each scheme that docs/schemes.md shows verifies what it signs, or is refused with the words that the page shows.</summary>
public static class SchemeExampleTests
{
    private const string Host = "cdn.example.com";
    private const string Body = """{"order":42,"sent":1795435200}""";

    // What a signer says of a token: the page's schemes have fields of these names.
    private static readonly Dictionary<string, string> Fields = new(StringComparer.Ordinal)
    {
        ["acl"] = "/video/*",
        ["alg"] = "EdDSA",
        ["aud"] = $"https://{Host}",
        ["body_hash"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Body))),
        ["date"] = "20261123",
        ["iss"] = "https://id.example.com",
        ["nonce"] = "5d1c",
        ["path_claim"] = "/video/2026/master.m3u8",
        ["prefix"] = "/video",
        ["region"] = "eu-1",
    };

    private static DateTimeOffset Now => FormatExampleResult.Now;

    public static TheoryData<string> Working { get; } = [.. SchemeExample.All.Where(one => one.Refused is null).Select(one => one.Name)];

    public static TheoryData<string> Refused { get; } =
        [.. SchemeExample.All.Where(one => one.Refused is not null).Select(one => one.Name)];

    [Fact]
    public static void Have_names_of_their_own() => Assert.Distinct(SchemeExample.All.Select(example => example.Name));

    [Theory]
    [MemberData(nameof(Working))]
    public static void Verifies_what_it_signs(string name)
    {
        var scheme = Scheme.Compile(Find(name).Definition());
        foreach (var form in scheme.Definition.Forms.Select(form => (string?)form.Name).DefaultIfEmpty())
        {
            var request = Sign(scheme, form);

            Assert.Null(ReasonOf(scheme, request, SampleKeys.Ring));
            Assert.Equal(DenyReason.InvalidToken, ReasonOf(scheme, request, SampleKeys.Others));
        }
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public static void Is_refused_with_the_words_that_the_page_shows(string name)
    {
        var mistake = Assert.Throws<SchemeException>(() => Scheme.Compile(Find(name).Definition()));

        Assert.Contains(Find(name).Refused!, mistake.Message, StringComparison.Ordinal);
    }

    private static SchemeExample Find(string name) => SchemeExample.All.Single(example => example.Name == name);

    private static TestRequest Sign(Scheme scheme, string? form)
    {
        var unsigned = new UnsignedRequest
        {
            Method = "POST",
            Host = Host,
            Target = "/video/2026/master.m3u8?quality=hd",
            Headers = UnsignedHeaders,
            Body = Encoding.UTF8.GetBytes(Body),
            ClientAddress = ClientAddress.TryParse("192.0.2.1"u8, out var address) ? address : default,
            Fields = FieldsOf(scheme.Forms[0]),
            Form = form,
        };
        var signed = scheme.Sign(unsigned, SampleKeys.Of(scheme.Forms[0].Definition), Now);
        return new(signed.Target)
        {
            MethodText = unsigned.Method,
            HostText = Host,
            Headers = [.. unsigned.Headers, .. signed.Headers],
            BodyBytes = (signed.Body ?? unsigned.Body).ToArray(),
            ClientAddress = address,
        };
    }

    // The name of an algorithm is that of the key, unless the scheme itself names one.
    private static ImmutableDictionary<string, string> FieldsOf(SchemePlan plan) => plan.Fields.Names
        .Where(field => Fields.ContainsKey(field) && (field != "alg" || plan.Definition.Algorithm is SignatureAlgorithm.FromKey))
        .ToImmutableDictionary(field => field, field => Fields[field]);

    private static readonly ImmutableDictionary<string, string> UnsignedHeaders =
        ImmutableDictionary.Create<string, string>(StringComparer.OrdinalIgnoreCase).Add("content-type", "application/json");

    private static DenyReason? ReasonOf(Scheme scheme, TestRequest request, KeyRing keys)
    {
        var verdict = scheme.Verify(ref request, keys, Now);
        return verdict.IsAllowed ? null : verdict.Reason;
    }
}
