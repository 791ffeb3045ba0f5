using System.Collections.Immutable;
using System.Text;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Engine.Keys;

namespace TokenAuthz.Tests.Engine.Keys;

public sealed class KeyReaderTests : IDisposable
{
    private const string Secret = "a-key-of-ours-5d1c";

    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();
    private readonly WatchedFiles _files = new();
    private readonly ImmutableArray<ConfigurationError>.Builder _errors = ImmutableArray.CreateBuilder<ConfigurationError>();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Reads_the_secret_and_the_list_in_their_order()
    {
        var file = _folder.Write("key", "of a file");

        var ring = Read("Secret=caf\u00e9-au-lait", "Keys:1:Id=b", $"Keys:1:File={file}", "Keys:0:Id=a", "Keys:0:Value= spaces stay ");

        Assert.Empty(_errors);
        Assert.Equal(
            [("default", "caf\u00e9-au-lait"), ("a", " spaces stay "), ("b", "of a file")],
            ring.Select(key => (key.Id, Encoding.UTF8.GetString(key.Text))));
    }

    [Fact]
    public void Reads_when_a_key_holds()
    {
        var key = Read(
            "Keys:0:Id=a",
            "Keys:0:Value=a key of ours",
            "Keys:0:NotBefore=2026-11-23T00:00:00Z",
            "Keys:0:NotAfter=2026-11-24T00:00:00+01:00").Single();

        Assert.Equal((Now.AddHours(-12), Now.AddHours(11)), (key.NotBefore, key.NotAfter));
    }

    [Theory]
    [InlineData("no line end", "a k e y of ours", "a k e y of ours")]
    [InlineData("one line end", "a-key-5d1c\n", "a-key-5d1c")]
    [InlineData("one of Windows", "a-key-5d1c\r\n", "a-key-5d1c")]
    [InlineData("only the last of two", "a-key-5d1c\n\n", "a-key-5d1c\n")]
    [InlineData("a carriage return alone, which is no line end", "a-key-5d1c\r", "a-key-5d1c\r")]
    [InlineData("spaces around", " a-key-5d1c ", " a-key-5d1c ")]
    [InlineData("a byte-order mark", "\ufeffa-key-5d1c", "a-key-5d1c")]
    [InlineData("a byte-order mark and a line end", "\ufeffa-key-5d1c\r\n", "a-key-5d1c")]
    [InlineData("only the first of two marks", "\ufeff\ufeffa-key-5d1c", "\ufeffa-key-5d1c")]
    public void A_key_is_what_is_written_but_for_a_mark_in_front_and_one_line_end(string description, string content, string secret)
    {
        var ring = Read(
            $"Secret={content}", "Keys:0:Id=a", $"Keys:0:File={_folder.Write("key", content)}", "Keys:1:Id=b", $"Keys:1:Value={content}");

        Assert.All(ring, key => Assert.True(key.Text.SequenceEqual(Encoding.UTF8.GetBytes(secret)), $"{description}: {key.Id}"));
        Assert.Equal(3, ring.Length);
    }

    [Fact]
    public void A_file_may_hold_any_bytes()
    {
        byte[] bytes = [0, 255, 13, 10, 128, 7, 9, 0];
        File.WriteAllBytes(_folder["key"], bytes);

        Assert.Equal(bytes, Read("Keys:0:Id=a", $"Keys:0:File={_folder["key"]}").Single().Text);
    }

    [Fact]
    public void A_file_is_watched_from_then_on()
    {
        Read("Keys:0:Id=a", $"Keys:0:File={_folder.Write("key", "the first key")}");
        Assert.False(_files.HaveChanged);

        _folder.Write("key", "two");

        Assert.True(_files.HaveChanged);
    }

    [Promise(6)]
    [Theory]
    [InlineData("an empty file", "", "the file is empty")]
    [InlineData("a line end alone", "\n", "the file is empty")]
    [InlineData("a weak key", "ChangeMe\n", "this key is one that everybody knows")]
    public void Rejects_a_file_that_holds_no_key(string description, string content, string says)
    {
        var file = _folder.Write("key", content);

        Assert.True(Read("Keys:0:Id=a", $"Keys:0:File={file}").IsEmpty, description);
        Assert.StartsWith($"TokenAuthz:Keys:0:File = \"{file}\": {says}", Assert.Single(_errors).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4096, "", true)]
    [InlineData(4097, "", false)]
    [InlineData(4096, "\r\n", true)]
    [InlineData(4096, "\n\n", false)]
    [InlineData(100_000_000, "", false)]
    public void Says_of_a_file_that_is_too_large_that_it_is_no_key(int size, string end, bool isTaken)
    {
        Read("Keys:0:Id=a", $"Keys:0:File={_folder.Write("key", string.Concat(Enumerable.Repeat("k7X", (size / 3) + 1))[..size] + end)}");

        Assert.Equal(isTaken, _errors.Count == 0);
        Assert.All(
            _errors,
            error => Assert.EndsWith(": the file has more than 4096 bytes: that is no key", error.ToString(), StringComparison.Ordinal));
    }

    // A read that does not end would take all memory.
    [Fact]
    public void Says_of_a_file_without_an_end_that_it_is_no_key()
    {
        Assert.SkipUnless(File.Exists("/dev/zero"), "There is no such file on this system.");

        Read("Keys:0:Id=a", "Keys:0:File=/dev/zero");

        Assert.Equal(
            "TokenAuthz:Keys:0:File = \"/dev/zero\": the file has more than 4096 bytes: that is no key", Assert.Single(_errors).ToString());
        Assert.False(_files.HaveChanged);
    }

    [Theory]
    [InlineData("a folder", "/", true)]
    [InlineData("one that is not there, in a folder that is", "/usr/key", true)]
    [InlineData("one in a folder that is not there", "/nowhere/key", false)]
    [InlineData("a key in its place", Secret, false)]
    [InlineData("a key in base64 in its place", "/q1wLxv3pZ9yq0Hc5bmpN1o3+Zw=", false)]
    [InlineData("another", "rvT3/q1wLxv3pZ9yq0Hc5bmpN1o3+Zw=", false)]
    public void Rejects_a_file_that_cannot_be_read_and_shows_what_is_surely_a_path(string description, string file, bool isShown)
    {
        Assert.True(
            Read("Keys:0:Id=a", $"Keys:0:File={file}", $"Keys:1:Directory={(isShown ? "/nowhere/keys" : file)}").IsEmpty, description);

        Assert.StartsWith(
            $"TokenAuthz:Keys:0:File{(isShown ? $" = \"{file}\"" : "")}: the file cannot be read: ",
            _errors[0].ToString(),
            StringComparison.Ordinal);
        Assert.StartsWith("TokenAuthz:Keys:1:Directory: the directory cannot be read: ", _errors[1].ToString(), StringComparison.Ordinal);
        if (!isShown) Assert.All(_errors, error => Assert.DoesNotContain(file, error.ToString(), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("File")]
    [InlineData("Directory")]
    public void Rejects_a_path_that_there_cannot_be(string setting)
    {
        Assert.Empty(Read($"Keys:0:{setting}=a\0b"));
        Assert.Contains(
            $"TokenAuthz:Keys:0:{setting}: there is a zero byte in this text: leave it out", _errors.Select(error => error.ToString()));
    }

    [Fact]
    public void Says_of_a_pipe_that_it_is_no_file()
    {
        var pipe = _folder.MakePipe("key");

        Assert.Empty(Read("Keys:0:Id=a", $"Keys:0:File={pipe}"));
        Assert.Equal(
            $"TokenAuthz:Keys:0:File = \"{pipe}\": the file cannot be read: it is no regular file: a pipe, a socket or a terminal",
            Assert.Single(_errors).ToString());
    }

    public static TheoryData<string, string[], string> Mistakes => new()
    {
        { "no key", [], "TokenAuthz:Secret: there is no key" },
        { "a weak secret", ["Secret=PASSWORD"], "TokenAuthz:Secret: this key is one that everybody knows" },
        { "a weak value", ["Keys:0:Id=a", "Keys:0:Value=test"], "TokenAuthz:Keys:0:Value: this key is one that everybody knows" },
        { "no id", [$"Keys:0:Value={Secret}"], "TokenAuthz:Keys:0:Id: a key needs an Id" },
        { "neither value nor file", ["Keys:0:Id=a"], "TokenAuthz:Keys:0:Value: a key needs one of Value, File and Directory" },
        { "an empty secret", ["Secret="], "TokenAuthz:Secret: this is empty" },
        { "a secret of a line end alone", ["Secret=\n"], "TokenAuthz:Secret: this is empty but for a line end" },
        { "a value of a mark alone", ["Keys:0:Id=a", "Keys:0:Value=\ufeff"], "TokenAuthz:Keys:0:Value: this is empty but for a line end" },
        { "a secret that is short", ["Secret=k7Xq2z9"], "TokenAuthz:Secret: this key has 7 bytes, and fewer than 8 can be guessed" },
        { "an empty value", ["Keys:0:Id=a", "Keys:0:Value="], "TokenAuthz:Keys:0:Value: this is empty" },
        { "an empty file name", ["Keys:0:Id=a", "Keys:0:File="], "TokenAuthz:Keys:0:File = \"\": this is empty" },
        { "an empty directory name", ["Keys:0:Directory="], "TokenAuthz:Keys:0:Directory = \"\": this is empty" },
        { "a section in place of a value", ["Keys:0:Id=a", $"Keys:0:Value:0={Secret}"],
            "TokenAuthz:Keys:0:Value: this is a single value, not a section" },
        { "value and file", ["Keys:0:Id=a", $"Keys:0:Value={Secret}", "Keys:0:File=/nowhere"],
            "TokenAuthz:Keys:0:Value: a key needs one of Value, File and Directory" },
        { "one key twice", ["Keys:0:Id=a", $"Keys:0:Value={Secret}", "Keys:1:Id=a", $"Keys:1:Value={Secret}"],
            "TokenAuthz:Keys:1:Id = \"a\": the key a is there twice: leave one out" },
        { "the secret a second time", [$"Secret={Secret}", "Keys:0:Id=default", $"Keys:0:Value={Secret}"],
            "TokenAuthz:Keys:0:Id = \"default\": the key default is there twice" },
        {
            "an end before the beginning",
            ["Keys:0:Id=a", $"Keys:0:Value={Secret}", "Keys:0:NotBefore=2027-01-02T00:00:00Z", "Keys:0:NotAfter=2027-01-01T00:00:00Z"],
            "TokenAuthz:Keys:0:NotAfter = \"2027-01-01T00:00:00Z\": the key ends before it begins"
        },
        { "every key ended", ["Keys:0:Id=a", $"Keys:0:Value={Secret}", "Keys:0:NotAfter=2026-11-23T11:59:59Z"],
            "TokenAuthz:Keys: every key has ended" },
    };

    [Promise(6)]
    [Promise(7)]
    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Gives_no_key_and_one_error_for_one_mistake(string description, string[] settings, string says)
    {
        Assert.True(Read(settings).IsEmpty, description);
        var error = Assert.Single(_errors).ToString();
        Assert.StartsWith(says, error, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, error, StringComparison.Ordinal);
    }

    [Fact]
    public void One_key_that_has_ended_is_fine_beside_one_that_has_not() =>
        Assert.Equal(2, Read($"Secret={Secret}", "Keys:0:Id=a", "Keys:0:Value=an old key", "Keys:0:NotAfter=2020-01-01T00:00:00Z").Length);

    [Fact]
    public void Takes_a_weak_key_when_told_that_it_is_meant() =>
        Assert.Equal("secret"u8, Read(WeakKeys.Allow, isDevelopment: false, "Secret=secret").Single().Text);

    [Fact]
    public void Has_the_articles_secret_in_Development_when_there_is_no_other()
    {
        Assert.Equal("secret"u8, Read(WeakKeys.Allow, isDevelopment: true).Single().Text);
        Assert.Equal("ours"u8, Read(WeakKeys.Allow, isDevelopment: true, "Secret=ours").Single().Text);
        Assert.Empty(_errors);
    }

    [Fact]
    public void Has_no_key_in_Development_when_the_one_that_is_set_cannot_be_read()
    {
        Assert.Empty(Read(WeakKeys.Allow, isDevelopment: true, "Keys:0:Id=a", "Keys:0:File=/nowhere/key"));
        Assert.Single(_errors);
    }

    private ImmutableArray<ConfiguredKey> Read(params string[] settings) => Read(WeakKeys.Refuse, isDevelopment: false, settings);

    private ImmutableArray<ConfiguredKey> Read(WeakKeys weakKeys, bool isDevelopment, params string[] settings) =>
        new KeyReader(WrittenSettings.Section(_errors, settings), new(_files), new(weakKeys), isDevelopment, Now).Read();
}
