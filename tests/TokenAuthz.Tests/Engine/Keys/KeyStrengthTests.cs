using System.Security.Cryptography;
using System.Text;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Engine.Hosting;
using TokenAuthz.Engine.Keys;
using TokenAuthz.Engine.Snapshots;

namespace TokenAuthz.Tests.Engine.Keys;

/// <summary>A key that somebody could guess is refused however it is written; one that nobody can is not.</summary>
[Promise(6)]
public static class KeyStrengthTests
{
    public static TheoryData<string, string> KnownKeys => new()
    {
        { "a placeholder", "changeme" },
        { "in capitals", "CHANGEME" },
        { "with a line end of Windows", "CHANGEME\r\n" },
        { "with a blank behind", "changeme " },
        { "with a blank in front", " changeme" },
        { "with two line ends", "changeme\n\n" },
        { "with a byte-order mark", "\ufeffchangeme" },
        { "with a byte-order mark, a blank and a line end", "\ufeff changeme\n" },
        { "with a no-break space behind", "changeme\u00a0" },
        { "in quotes", "\"changeme\"" },
        { "in typographic quotes", "\u201cchangeme\u201d" },
        { "with dashes", "change-me" },
        { "as three words", "Change Me!" },
        { "in UTF-16", "c\0h\0a\0n\0g\0e\0m\0e\0" },
        { "the article's", "secret" },
        { "a name of a user", "admin" },
        { "a word with a digit", "Password1" },
        { "digits", "123456" },
        { "the default of Java", "changeit" },
        { "four digits", "1234" },
        { "a blank", " " },
        { "many blanks", "                    " },
        { "line ends", "\n\n" },
        { "a tab and a line end", "\t\n" },
        { "a character", "a" },
        { "one character over and over", "aaaaaaaaaaaaaaaaaaaaaaaa" },
        { "two in turn", "abababababababababab" },
        { "zero bytes", "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0" },
        { "this project's example", "correct-horse-battery-staple" },
        { "the same as its author wrote it", "correct horse battery staple" },
        { "a command that was not run", "$(openssl rand -hex 32)" },
        { "base64", "c2VjcmV0" },
        { "base64 with a line end", "c2VjcmV0\n" },
        { "base64 of a word with a line end", "Y2hhbmdlbWUK" },
        { "base64 of a line end and a word", "CmNoYW5nZW1l" },
        { "base64 of base64", "WTJoaGJtZGxiV1VL" },
        { "base64 of the example", "Y29ycmVjdC1ob3JzZS1iYXR0ZXJ5LXN0YXBsZQ==" },
        { "base64 as a webhook's key", "whsec_c2VjcmV0" },
        { "hex", "736563726574" },
        { "hex in capitals", "6368616E67656D65" },
        { "hex of the example", "636f72726563742d686f7273652d626174746572792d737461706c65" },
        { "hex of zero bytes", "0000000000000000000000000000000000000000000000000000000000000000" },
        { "base64 of zero bytes", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=" },
    };

    [Theory]
    [MemberData(nameof(KnownKeys))]
    public static void Refuses_what_everybody_knows(string description, string key) =>
        Expect.Equal("this key is one that everybody knows", KeyStrength.WhyWeak(Encoding.UTF8.GetBytes(key)), description);

    [Theory]
    [InlineData("a word of seven letters", "zephyrs", "this key has 7 bytes, and fewer than 8 can be guessed")]
    [InlineData("eight bytes", "k7Xq2z9d", null)]
    [InlineData("a sentence", "a key of ours, made by hand", null)]
    [InlineData("a known word in a longer text", "my-long-key-secret-0123456789", null)]
    [InlineData("hex", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", null)]
    [InlineData("the keys of vendors' documentation", "aliyuncdnexp1234", null)]
    public static void Refuses_what_is_short_and_nothing_else(string description, string key, string? reason) =>
        Expect.Equal(reason, KeyStrength.WhyWeak(Encoding.UTF8.GetBytes(key)), description);

    [Fact]
    public static void Refuses_a_word_in_a_file_of_UTF_16() =>
        Assert.NotNull(KeyStrength.WhyWeak([.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("changeme\r\n")]));

    [Fact]
    public static void Takes_no_random_bytes_for_the_word_that_their_letters_make() =>
        Assert.Null(KeyStrength.WhyWeak(Convert.FromHexString("C801CC4B452A79FA9F7DE0D65F7EEFF3")));

    [Fact]
    public static void Refuses_no_random_key()
    {
        for (var i = 0; i < 20_000; i++)
        {
            var key = RandomNumberGenerator.GetBytes(16);
            Expect.Equal((null, null), (KeyStrength.WhyWeak(key), KeyStrength.WhyDoubtful(key)), Convert.ToHexString(key));
            Assert.Null(KeyStrength.WhyWeak(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(key))));
            Assert.Null(KeyStrength.WhyWeak(Encoding.ASCII.GetBytes(Convert.ToBase64String(key))));
        }
    }

    [Theory]
    [InlineData("hex of a word", "736563726574", "imgproxy", "this key is one that everybody knows")]
    [InlineData("base64 of a word", "c2VjcmV0", "fastly-token", "this key is one that everybody knows")]
    [InlineData("hex of seven bytes", "9f86d081884c7d", "imgproxy", "the key k is written in Hex, and this key has 7 bytes")]
    [InlineData("base64 of seven bytes", "n4bQgYhMfQ==", "fastly-token", "the key k is written in Base64, and this key has 7 bytes")]
    public static void Looks_at_a_key_as_its_scheme_decodes_it(string description, string key, string scheme, string says)
    {
        var failure = Assert.Throws<ConfigurationException>(() => Load(isServed: true, key, scheme));

        Assert.True(
            failure.Message.Contains(says, StringComparison.Ordinal) && failure.Message.Contains("AllowWeakKeys", StringComparison.Ordinal),
            $"{description}: {failure.Message}");
        Assert.DoesNotContain(key, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a key that is long enough", "k7Xq2z9dk7Xq2z9e", "token-header", null)]
    [InlineData(
        "a key of 15 bytes",
        "k7Xq2z9dk7Xq2z9",
        "token-header",
        "key k: this key has 15 bytes; 16 or more cannot be guessed (openssl rand -hex 32)")]
    [InlineData(
        "15 bytes in hex",
        "9f86d081884c7d659a2feaa0c55ad0",
        "imgproxy",
        "key k: this key has 15 bytes; 16 or more cannot be guessed (openssl rand -hex 32)")]
    public static void Warns_of_a_key_with_few_bytes(string description, string key, string scheme, string? warning) =>
        Assert.True(Load(isServed: true, key, scheme).Warnings.SequenceEqual(warning is null ? [] : [warning]), description);

    [Theory]
    [InlineData("as it is written", "correct-horse-battery-staple", "token-header")]
    [InlineData("as it is decoded", "9f86d081884c7d", "imgproxy")]
    public static void A_command_that_opens_nothing_warns_of_a_weak_key(string description, string key, string scheme) =>
        Assert.True(
            Assert.Single(Load(isServed: false, key, scheme).Warnings) is { } warning
            && warning.StartsWith("key k: this key ", StringComparison.Ordinal)
            && warning.EndsWith("; serve refuses it", StringComparison.Ordinal), description);

    private static Snapshot Load(bool isServed, string key, string scheme)
    {
        string[] settings = ["Keys:0:Id=k", $"Keys:0:Value={key}", "Policies:0:Name=p", $"Policies:0:Scheme={scheme}"];
        return HostConfiguration.Load(
            new(() => WrittenSettings.Of(settings), [], IsDevelopment: false) { IsServed = isServed },
            _ => new OneListener("listener"),
            TimeProvider.System).Engine.Snapshot;
    }
}
