using System.Text;
using TokenAuthz.Signing.Filters;

namespace TokenAuthz.Tests.Signing.Filters;

/// <summary>Each filter gives the bytes that its format's other implementations give, wherever the text stands.</summary>
public static class TextFilterTests
{
    public static TheoryData<string, string, string?> Rows { get; } = new()
    {
        { "md5|hex", "", "d41d8cd98f00b204e9800998ecf8427e" },
        { "sha1|hex", "abc", "a9993e364706816aba3e25717850c26c9cd0d89d" },
        { "sha256|hex", "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
        { "sha256|HEX", "abc", "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD" },
        { "sha384|base64", "abc", "ywB1P0WjXou1oD1pmsZQBycsMqsO3tFjGotgWkP/W+2AhgcroefMI1i67KE0yCWn" },
        { "sha512|first:4|hex", "abc", "ddaf35a1" },
        { "crc32|hex", "123456789", "cbf43926" },
        { "crc32|decimal", "123456789", "3421780262" },
        { "crc32|decimal", "", "0" },
        { "decimal", "\u0001\0\0\0\0\0\0\0", "72057594037927936" },
        { "decimal", "nine char", null },
        { "hex", "\u00ffA", "ff41" },
        { "base64", "f", "Zg==" },
        { "base64", "fo", "Zm8=" },
        { "base64url", "\u00fb\u00ff", "-_8" },
        { "base64cloudfront", "\u00fb\u00ff", "-~8_" },
        { "from_hex", "fF41", "\u00ffA" },
        { "from_hex", "f", null },
        { "from_hex", "fg", null },
        { "from_base64", "Zg==", "f" },
        { "from_base64", "Zg", "f" },
        { "from_base64", "Zg=", null },
        { "from_base64", "Zg===", null },
        { "from_base64", "Zh==", null },
        { "from_base64", "Zm9=", null },
        { "from_base64", "Z", null },
        { "from_base64", "====", null },
        { "from_base64", "Zm 8", null },
        { "from_base64", "Zm8\n", null },
        { "from_base64", "-_8=", null },
        { "from_base64", "", "" },
        { "from_base64url", "-_8", "\u00fb\u00ff" },
        { "from_base64url", "-_8=", "\u00fb\u00ff" },
        { "from_base64url", "+/8=", null },
        { "from_base64url", "-_9", null },
        { "from_base64cloudfront", "-~8_", "\u00fb\u00ff" },
        { "decode", "%41%2f+", "A/+" },
        { "decode", "%4", null },
        { "decode", "%zz", null },
        { "encode", "a/b c~%-_.\u00e9", "a%2Fb%20c~%25-_.%E9" },
        { "encode_path", "/a b/%", "/a%20b/%25" },
        { "encode_once", "/a b%2f%41%zz%e4", "/a%20b%2FA%25zz%E4" },
        { "until:.", "acct.blob.example", "acct" },
        { "until:; ", "text/plain; charset=utf-8", "text/plain" },
        { "until:.", "acct", "acct" },
        { "map:GET=r,PUT=w,=n", "PUT", "w" },
        { "map:GET=r,PUT=w,=n", "", "n" },
        { "map:GET=r,PUT=w,=n", "POST", null },
        { "map:GET =r", "GET", null },
        { "letters", "rwd", "r\0w\0d" },
        { "letters", "", "" },
        { "letters", "r\0w", null },
        { "normalize", "", "/" },
        { "normalize", "/", "/" },
        { "normalize", "//", "/" },
        { "normalize", "/..", "/" },
        { "normalize", "/a/../../b", "/b" },
        { "normalize", "/./a/./b/.", "/a/b/" },
        { "normalize", "/a//b///", "/a/b/" },
        { "normalize", "/a/b/..", "/a/" },
        { "normalize", "/a/...", "/a/..." },
        { "normalize", "a", null },
        { "with_slash", "/a", "/a/" },
        { "with_slash", "/a/", "/a/" },
        { "with_slash", "", "/" },
        { "utc_date", "1551113065", "2019-02-25" },
        { "utc_date", "0", "1970-01-01" },
        { "utc_date", "9999999999", "2286-11-20" },
        { "utc_date", "99999999999", null },
        { "utc_date", "-1", null },
        { "utc_date", "1.5", null },
        { "utc_date", "", null },
        { "lower", "AZaz\u00c9[", "azaz\u00c9[" },
        { "upper", "AZaz\u00e9{", "AZAZ\u00e9{" },
        { "trim", " \ta b\t ", "a b" },
        { "json", "a\"b\\c/\n\t\u0001", "\"a\\\"b\\\\c/\\n\\t\\u0001\"" },
        { "json", "\u00ff", null },
        { "first:3", "ab", "ab" },
        { "first:3", "abcd", "abc" },
        { "without_port", "example.com:443", "example.com" },
        { "without_port", "example.com", "example.com" },
        { "without_port", "[::1]:80", "[::1]" },
        { "without_port", "[::1]", "[::1]" },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public static void Gives_the_result_for_a_text(string filters, string text, string? result)
    {
        Assert.Equal(result, Append(filters, text));
        Assert.Equal(result, Apply(filters, text));
    }

    // The filters with an argument, with one.
    private static IEnumerable<string> Names => TextFilters.Names.Select(name => name
        .Replace("N", "5", StringComparison.Ordinal)
        .Replace("TEXT=RESULT,...", "a=b", StringComparison.Ordinal));

    [Fact]
    public static void Gives_the_same_result_in_place_and_elsewhere_for_any_bytes()
    {
        var random = new Random(1);
        foreach (var name in Names)
        {
            for (var i = 0; i < 200; i++)
            {
                var bytes = new byte[random.Next(400)];
                random.NextBytes(bytes);
                var text = random.Next(2) == 0 ? Encoding.Latin1.GetString(bytes) : Convert.ToBase64String(bytes);

                Assert.Equal(Append(name, text), Apply(name, text));
            }
        }
    }

    [Theory]
    [InlineData("from_hex")]
    [InlineData("from_base64")]
    [InlineData("from_base64url")]
    [InlineData("from_base64cloudfront")]
    [InlineData("decode")]
    public static void Reads_what_its_inverse_writes(string name)
    {
        var random = new Random(2);
        var filter = TextFilters.Split($"x|{name}").Filters[0];
        for (var length = 0; length < 100; length++)
        {
            var bytes = new byte[length];
            random.NextBytes(bytes);
            var writer = new ByteWriter(default);

            Assert.True(filter.Inverse!.TryAppend(ref writer, bytes));
            Assert.True(filter.TryApply(ref writer, 0));
            Assert.Equal(bytes, writer.Written);
        }
    }

    [Theory]
    [InlineData("x|rot13", "'rot13' is no filter: write HEX, base64,")]
    [InlineData("x|first:0", "'first:0' is no filter")]
    [InlineData("x|first:-1", "'first:-1' is no filter")]
    [InlineData("x|", "'' is no filter")]
    [InlineData("x|hex|hex|hex|hex|hex|hex|hex|hex|hex", "has more than 8 filters")]
    public static void Refuses_a_filter_that_is_unknown(string text, string error) =>
        Assert.Contains(error, Assert.Throws<FormatException>(() => TextFilters.Split(text)).Message, StringComparison.Ordinal);

    private static string? Append(string filters, string text)
    {
        var writer = new ByteWriter(stackalloc byte[8]);
        writer.Append("before"u8);
        var isWritten = TextFilters.Split($"x|{filters}").Filters.TryAppend(ref writer, Encoding.Latin1.GetBytes(text));
        return isWritten ? Encoding.Latin1.GetString(writer.Written["before".Length..]) : null;
    }

    private static string? Apply(string filters, string text)
    {
        var writer = new ByteWriter(stackalloc byte[8]);
        writer.Append("before"u8);
        writer.Append(Encoding.Latin1.GetBytes(text));
        var isWritten = TextFilters.Split($"x|{filters}").Filters.TryApply(ref writer, "before".Length);
        return isWritten ? Encoding.Latin1.GetString(writer.Written["before".Length..]) : null;
    }
}
