using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using TokenAuthz.Signing;
using static TokenAuthz.Signing.DenyReason;

namespace TokenAuthz.Tests.Signing.Vendors;

#pragma warning disable CA1720, CA5351 // Vendors use MD5, and what is signed is called so.

/// <summary>Links of lighttpd's mod_secdownload and of nginx's secure_link, whose servers decode a path before they check it.</summary>
public static class SecureLinkTests
{
    private const string Issued = "6b49d200";
    private const string Hashed = """{ "Message": "/{issued}{uri}{args}" }""";

    // The path in the URL and the path that is signed.
    public static TheoryData<string, string, DenyReason?> Paths => new()
    {
        { "/video/1.mp4", "/video/1.mp4", null },
        { "/my%20video/1.mp4", "/my video/1.mp4", null },
        { "/my%20video/1.mp4", "/my%20video/1.mp4", InvalidToken },
        { "/caf%C3%A9.mp4", "/caf\u00c3\u00a9.mp4", null },
        { "/caf%c3%a9.mp4", "/caf\u00c3\u00a9.mp4", null },
        { "/a+b.mp4", "/a+b.mp4", null },
        { "/a+b.mp4", "/a b.mp4", InvalidToken },
        { "/a%2520b.mp4", "/a%20b.mp4", null },
        { "/a%2fb.mp4", "/a/b.mp4", InvalidToken },
        { "/a/%2e%2e/b.mp4", "/b.mp4", InvalidToken },
        { "/a/../b.mp4", "/b.mp4", InvalidToken },
        { "/a%00.mp4", "/a\0.mp4", InvalidToken },
        { "/a%0a.mp4", "/a\n.mp4", null },
        { "/a%zz.mp4", "/a%zz.mp4", InvalidToken },
        { "/a", "/b", InvalidToken },
    };

    [Theory]
    [MemberData(nameof(Paths))]
    public static void Sign_the_decoded_path(string path, string signed, DenyReason? reason)
    {
        var links = new (string Preset, string Target)[]
        {
            ("lighttpd-secdownload", $"/sec/{Hex(Key() + signed + Issued)}/{Issued}{path}"),
            ("lighttpd-secdownload-hmac", $"/sec/{Hmac($"/{Issued}{signed}")}/{Issued}{path}"),
            ("nginx-secure-link", $"{path}?md5={Text(MD5.HashData(Bytes($"1800000060{signed} {Key()}")))}&expires=1800000060"),
            ("nginx-secure-link-secret", $"/p/{Hex(signed[1..] + Key())}{path}"),
        };
        foreach (var (preset, target) in links)
            Expect.Equal(reason, new VendorRequest { Target = target }.Check(preset), $"{preset}: {target}");
    }

    [Theory]
    [InlineData("/1.mp4?a=1&b=2", "/1.mp4?a=1&b=2", null)]
    [InlineData("/1.mp4?a=%31", "/1.mp4?a=%31", null)]
    [InlineData("/1.mp4?a=%31", "/1.mp4?a=1", InvalidToken)]
    [InlineData("/1.mp4", "/1.mp4", null)]
    [InlineData("/1.mp4?", "/1.mp4", null)]
    [InlineData("/1.mp4?a=1", "/1.mp4", InvalidToken)]
    [InlineData("/1.mp4%3Fa=1", "/1.mp4?a=1", InvalidToken)]
    public static void May_sign_the_query(string target, string signed, DenyReason? reason) => Expect.Equal(
        reason,
        new VendorRequest { Target = $"/sec/{Hmac($"/{Issued}{signed}")}/{Issued}{target}" }.Check("lighttpd-secdownload-hmac", Hashed),
        target);

    [Theory]
    [InlineData("/my%20video/hd/1.ts", "/my video/hd", null)]
    [InlineData("/my%20video/hd/a/2.ts", "/my video/hd", null)]
    [InlineData("/my%20video/hd", "/my video/hd", null)]
    [InlineData("/my%20video", "/my video", null)]
    [InlineData("/my%20video/sd/1.ts", "/my video/hd", InvalidToken)]
    [InlineData("/my%20video/hd2/1.ts", "/my video/hd", InvalidToken)]
    [InlineData("/my%20video/hd/../sd/1.ts", "/my video/hd", InvalidToken)]
    public static void May_sign_the_first_segments_of_the_path(string path, string signed, DenyReason? reason)
    {
        var (hmac, digest) = (Hmac($"/{Issued}{signed}"), Hex($"{Key()}{signed}{Issued}"));

        Expect.Equal(reason, new VendorRequest { Target = $"/sec/{hmac}/{Issued}{path}" }
            .Check("lighttpd-secdownload-hmac", """{ "Message": "/{issued}{segments:2}" }"""), path);
        Expect.Equal(reason, new VendorRequest { Target = $"/sec/{digest}/{Issued}{path}" }
            .Check("lighttpd-secdownload", """{ "Message": "{key}{segments:2}{issued}" }"""), path);
    }

    [Theory]
    [InlineData("/my%20video/1.m3u8", "/my video/1", null)]
    [InlineData("/my%20video/1.ts", "/my video/1", null)]
    [InlineData("/my%20video/1%2ets", "/my video/1", InvalidToken)]
    [InlineData("/my%20video/1.mp4", "/my video/1", InvalidToken)]
    [InlineData("/my%20video/1.mp4", "/my video/1.mp4", null)]
    [InlineData("/my%20video/1.ts.ts", "/my video/1", InvalidToken)]
    public static void May_leave_out_a_suffix(string path, string signed, DenyReason? reason) => Expect.Equal(
        reason,
        new VendorRequest { Target = $"{path}?md5={Text(MD5.HashData(Bytes($"1800000060{signed} {Key()}")))}&expires=1800000060" }
            .Check("nginx-secure-link", """{ "Message": "{expires}{stem} {key}", "Stem": ["m3u8", "ts"] }"""),
        path);

    [Theory]
    [InlineData("/my%20video/1.ts", "/my video/", null)]
    [InlineData("/my%20video/a/1.ts", "/my video/", InvalidToken)]
    [InlineData("/my%20video%2f1.ts", "/my video/", InvalidToken)]
    [InlineData("/1.ts", "/", null)]
    public static void May_sign_the_folder(string path, string signed, DenyReason? reason) => Expect.Equal(
        reason,
        new VendorRequest { Target = $"{path}?md5={Text(MD5.HashData(Bytes($"1800000060{signed} {Key()}")))}&expires=1800000060" }
            .Check("nginx-secure-link", """{ "Message": "{expires}{directory} {key}" }"""),
        path);

    [Fact]
    public static void Count_the_age_from_the_time_in_the_path()
    {
        var issued = (VendorRequest.Now.ToUnixTimeSeconds() - 61).ToString("x", CultureInfo.InvariantCulture);

        Assert.Equal(
            Expired, new VendorRequest { Target = $"/sec/{Hmac($"/{issued}/1.mp4")}/{issued}/1.mp4" }.Check("lighttpd-secdownload-hmac"));
    }

    private static string Key() => Encoding.ASCII.GetString(VendorRequest.Secret);

    private static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);

    private static string Hex(string text) => Convert.ToHexStringLower(MD5.HashData(Bytes(text)));

    private static string Hmac(string text) => Text(HMACSHA256.HashData(VendorRequest.Secret, Bytes(text)));

    private static string Text(byte[] digest) => Convert.ToBase64String(digest).Replace('+', '-').Replace('/', '_').TrimEnd('=');
}
