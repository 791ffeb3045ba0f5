using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using TokenAuthz.Signing;
using static TokenAuthz.Signing.DenyReason;

namespace TokenAuthz.Tests.Signing.Vendors;

#pragma warning disable CA1720 // What is signed is called so.

/// <summary>Tokens as Akamai's libraries and Cloudinary's make them, with the path escaped as each of them does.</summary>
public static partial class AkamaiTests
{
    private const string Settings = """{ "KeyEncoding": "Text" }""";

    private static readonly string[] Paths =
    [
        "/a.m3u8",
        "/image/w_200,h_100/a.jpg",
        "/a~b/(c)!d$e*f'g+h.ts",
        "/my%20video/%C3%A9.mp4",
        "/a;b=c@d:e&f",
    ];

    // Each leaves the letters, the digits and these characters as they are.
    public static TheoryData<string, string> Issuers => new()
    {
        { "a library that escapes nothing", "/_.-~%,()!$*'+;=@:&" },
        { "Akamai for PHP, and for Python 2", "_.-" },
        { "Akamai for Python 3", "_.-~" },
        { "Akamai for Java", "_.-*" },
        { "Akamai for JavaScript", "_.-!()" },
        { "encodeURIComponent", "_.-!()*'~" },
        { "Cloudinary", ",$!()_.*+-" },
    };

    [Theory]
    [MemberData(nameof(Issuers))]
    public static void Escape_a_path_each_in_its_own_way(string issuer, string bare)
    {
        foreach (var path in Paths)
        {
            var request = new VendorRequest { Target = $"{path}?hdnts={Token("exp=1800000060", $"~url={Escape(path, bare)}")}" };

            Expect.Equal((DenyReason?)null, request.Check("akamai-token-2", Settings), $"{issuer}: {path}");
        }
    }

    [Theory]
    [InlineData("/a,b.ts", "/a%2cb.ts")]
    [InlineData("/%2fa.ts", "//a.ts")]
    [InlineData("//a.ts", "/%2fa.ts")]
    [InlineData("/a%2cb.ts", "/a,b.ts")]
    [InlineData("/a%252cb.ts", "/a%2cb.ts")]
    [InlineData("/a.ts", "/A.ts")]
    public static void Open_no_other_spelling_of_the_path(string path, string signed)
    {
        foreach (var bare in Issuers.Select(row => row.Data.Item2))
        {
            var request = new VendorRequest { Target = $"{path}?hdnts={Token("exp=1800000060", $"~url={Escape(signed, bare)}")}" };

            Expect.Equal(InvalidToken, request.Check("akamai-token-2", Settings), $"{bare}: {path}");
        }
    }

    [Theory]
    [InlineData("an address", "ip=192.0.2.1~exp=1800000060~acl=/*", "192.0.2.1", null)]
    [InlineData("another address", "ip=192.0.2.1~exp=1800000060~acl=/*", "192.0.2.2", OutOfScope)]
    [InlineData("an escaped IPv6 address", "ip=2001%3adb8%3a%3a1~exp=1800000060~acl=/*", "2001:db8::1", null)]
    [InlineData("an ill-formed escape in it", "ip=2001%3adb8%3~exp=1800000060~acl=/*", "2001:db8::1", OutOfScope)]
    [InlineData("a session and a payload", "st=1799999999~exp=1800000060~acl=/*~id=s%3d1~data=a%7eb", "192.0.2.1", null)]
    [InlineData("an escaped acl", "exp=1800000060~acl=%2fmy%2520video%2f*", "192.0.2.1", null)]
    [InlineData("an acl with the escapes of the path", "exp=1800000060~acl=/my%20video/*", "192.0.2.1", null)]
    [InlineData("an acl of another folder", "exp=1800000060~acl=/my%20other/*", "192.0.2.1", OutOfScope)]
    [InlineData("several acls, the separator escaped", "exp=1800000060~acl=%2fx%2f*%21%2fmy%2520video%2f*", "192.0.2.1", null)]
    [InlineData("a name that is not known", "exp=1800000060~acl=/*~geo=US", "192.0.2.1", InvalidToken)]
    public static void Restrict_what_they_open(string description, string list, string address, DenyReason? reason) => Expect.Equal(
        reason,
        new VendorRequest { Target = $"/my%20video/1.ts?hdnts={Token(list, "")}", ClientIp = address }.Check("akamai-token-2", Settings),
        description);

    private static string Token(string list, string url) =>
        $"{list}~hmac={Convert.ToHexStringLower(HMACSHA256.HashData(VendorRequest.Secret, Encoding.ASCII.GetBytes(list + url)))}";

    private static string Escape(string path, string bare) => Character().Replace(
        path, match => bare.Contains(match.Value[0], StringComparison.Ordinal) ? match.Value : $"%{(int)match.Value[0]:x2}");

    [GeneratedRegex("[^A-Za-z0-9]")]
    private static partial Regex Character();
}
