using System.Text.RegularExpressions;
using TokenAuthz.Signing.Issuing;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Presets;
using TokenAuthz.Signing.Schemes;
using TokenAuthz.Signing.Verifying;

namespace TokenAuthz.Tests.Signing;

/// <summary>The scheme verifies and makes the tokens of docs/hmac-v1.md, which openssl made.</summary>
public static partial class HmacV1Tests
{
    private static readonly Key Key = new("2026-11", "correct-horse-battery-staple"u8);
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);

    private static readonly Scheme Scheme = Scheme.Compile(PresetCatalog.All.Single(preset => preset.Name == "hmac-v1"));

    public static TheoryData<string, string, string, string, string> Vectors
    {
        get
        {
            var rows = new TheoryData<string, string, string, string, string>();
            foreach (var cells in Row().Matches(Repository.Read("docs/hmac-v1.md")).Select(row => row.Groups))
                rows.Add(cells[1].Value, cells[2].Value, cells[3].Value, cells[4].Value, cells[5].Value);
            return rows;
        }
    }

    [Fact]
    public static void Has_vectors() => Assert.Equal(5, Vectors.Count);

    [Theory]
    [MemberData(nameof(Vectors))]
    public static void Verifies_and_makes_the_published_token(string method, string host, string path, string query, string signature)
    {
        var target = query.Length == 0 ? path : $"{path}?{query}";
        var token = $"v1.2026-11.1800000000.{signature}";
        var authorization = KeyValuePair.Create("authorization", $"Signature {token}");
        var inHeader = new TestRequest(target) { MethodText = method, HostText = host, Headers = [authorization] };
        var inQuery = new TestRequest($"{target}{(query.Length == 0 ? "?" : "&")}sig={token}") { MethodText = method, HostText = host };

        Assert.Same(Key, Scheme.Verify(ref inHeader, new([Key]), Now).Key);
        Assert.Same(Key, Scheme.Verify(ref inQuery, new([Key]), Now).Key);
        var unsigned = new UnsignedRequest { Method = method, Host = host, Target = target, Lifetime = TimeSpan.FromMinutes(1) };
        var signed = Scheme.Sign(unsigned, Key, Now.AddMinutes(-1));
        Assert.Equal($"Signature {token}", Assert.Single(signed.Headers).Value);
    }

    [GeneratedRegex(@"^\| `([A-Z]+)` \| `(.*?)` \| `(.*?)` \| (?:`(.*?)`)? ?\| `([\w-]{43})` \|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
