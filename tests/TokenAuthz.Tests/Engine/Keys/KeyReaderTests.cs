using System.Collections.Immutable;
using System.Text;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Engine.Keys;
using TokenAuthz.Signing.Keys;

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

        var ring = Read("Secret=caf\u00e9", "Keys:1:Id=b", $"Keys:1:File={file}", "Keys:0:Id=a", "Keys:0:Value= spaces stay ");

        Assert.Empty(_errors);
        Assert.Equal([("default", "caf\u00e9"), ("a", " spaces stay "), ("b", "of a file")], ring.Select(key => (key.Id, Encoding.UTF8.GetString(key.Secret))));
    }

    [Fact]
    public void Reads_when_a_key_holds()
    {
        var key = Read("Keys:0:Id=a", "Keys:0:Value=v", "Keys:0:NotBefore=2026-11-23T00:00:00Z", "Keys:0:NotAfter=2026-11-24T00:00:00+01:00").Single();

        Assert.Equal((Now.AddHours(-12), Now.AddHours(11)), (key.NotBefore, key.NotAfter));
    }

    [Theory]
    [InlineData("no line end", "k e y", "k e y")]
    [InlineData("one line end", "key\n", "key")]
    [InlineData("one of Windows", "key\r\n", "key")]
    [InlineData("only the last of two", "key\n\n", "key\n")]
    [InlineData("a carriage return alone, which is no line end", "key\r", "key\r")]
    [InlineData("spaces around", " key ", " key ")]
    public void A_file_holds_the_key_as_it_is_but_for_one_line_end(string description, string content, string secret)
    {
        var ring = Read("Keys:0:Id=a", $"Keys:0:File={_folder.Write("key", content)}");

        Assert.True(ring.Single().Secret.SequenceEqual(Encoding.UTF8.GetBytes(secret)), description);
    }

    [Fact]
    public void A_file_may_hold_any_bytes()
    {
        byte[] bytes = [0, 255, 13, 10, 128, 0];
        File.WriteAllBytes(_folder["key"], bytes);

        Assert.Equal(bytes, Read("Keys:0:Id=a", $"Keys:0:File={_folder["key"]}").Single().Secret);
    }

    [Fact]
    public void A_file_is_watched_from_then_on()
    {
        Read("Keys:0:Id=a", $"Keys:0:File={_folder.Write("key", "one")}");
        Assert.False(_files.HaveChanged);

        _folder.Write("key", "two");

        Assert.True(_files.HaveChanged);
    }

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
        Read("Keys:0:Id=a", $"Keys:0:File={_folder.Write("key", new string('k', size) + end)}");

        Assert.Equal(isTaken, _errors.Count == 0);
        Assert.All(_errors, error => Assert.EndsWith(": the file has more than 4096 bytes: that is no key", error.ToString(), StringComparison.Ordinal));
    }

    // A read that does not end would take all memory.
    [Fact]
    public void Says_of_a_file_without_an_end_that_it_is_no_key()
    {
        Assert.SkipUnless(File.Exists("/dev/zero"), "There is no such file on this system.");

        Read("Keys:0:Id=a", "Keys:0:File=/dev/zero");

        Assert.Equal("TokenAuthz:Keys:0:File = \"/dev/zero\": the file has more than 4096 bytes: that is no key", Assert.Single(_errors).ToString());
        Assert.False(_files.HaveChanged);
    }

    [Theory]
    [InlineData("one that is not there", "/nowhere/key")]
    [InlineData("a folder", "/")]
    [InlineData("a path that there cannot be", "a\0b")]
    public void Rejects_a_file_that_cannot_be_read(string description, string file)
    {
        Assert.True(Read("Keys:0:Id=a", $"Keys:0:File={file}").IsEmpty, description);
        Assert.StartsWith($"TokenAuthz:Keys:0:File = \"{file}\": the file cannot be read: ", Assert.Single(_errors).ToString(), StringComparison.Ordinal);
    }

    public static TheoryData<string, string[], string> Mistakes => new()
    {
        { "no key", [], "TokenAuthz:Secret: there is no key" },
        { "a weak secret", ["Secret=PASSWORD"], "TokenAuthz:Secret: this key is one that everybody knows" },
        { "a weak value", ["Keys:0:Id=a", "Keys:0:Value=test"], "TokenAuthz:Keys:0:Value: this key is one that everybody knows" },
        { "no id", [$"Keys:0:Value={Secret}"], "TokenAuthz:Keys:0:Id: a key needs an Id" },
        { "neither value nor file", ["Keys:0:Id=a"], "TokenAuthz:Keys:0:Value: a key needs one of Value, File and Directory" },
        { "an empty secret", ["Secret="], "TokenAuthz:Secret: this is empty" },
        { "an empty value", ["Keys:0:Id=a", "Keys:0:Value="], "TokenAuthz:Keys:0:Value: this is empty" },
        { "an empty file name", ["Keys:0:Id=a", "Keys:0:File="], "TokenAuthz:Keys:0:File = \"\": this is empty" },
        { "an empty directory name", ["Keys:0:Directory="], "TokenAuthz:Keys:0:Directory = \"\": this is empty" },
        { "a section in place of a value", ["Keys:0:Id=a", $"Keys:0:Value:0={Secret}"], "TokenAuthz:Keys:0:Value: this is a single value, not a section" },
        { "value and file", ["Keys:0:Id=a", $"Keys:0:Value={Secret}", "Keys:0:File=/nowhere"], "TokenAuthz:Keys:0:Value: a key needs one of Value, File and Directory" },
        { "one id twice", ["Keys:0:Id=a", $"Keys:0:Value={Secret}", "Keys:1:Id=a", $"Keys:1:Value={Secret}"], "TokenAuthz:Keys:1:Id = \"a\": two keys have the id a" },
        { "the id of the secret", [$"Secret={Secret}", "Keys:0:Id=default", $"Keys:0:Value={Secret}"], "TokenAuthz:Keys:0:Id = \"default\": two keys have the id default" },
        { "an end before the beginning", ["Keys:0:Id=a", $"Keys:0:Value={Secret}", "Keys:0:NotBefore=2027-01-02T00:00:00Z", "Keys:0:NotAfter=2027-01-01T00:00:00Z"], "TokenAuthz:Keys:0:NotAfter = \"2027-01-01T00:00:00Z\": the key ends before it begins" },
        { "every key ended", ["Keys:0:Id=a", $"Keys:0:Value={Secret}", "Keys:0:NotAfter=2026-11-23T11:59:59Z"], "TokenAuthz:Keys: every key has ended" },
    };

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
        Assert.Equal(2, Read("Secret=ours", "Keys:0:Id=a", "Keys:0:Value=old", "Keys:0:NotAfter=2020-01-01T00:00:00Z").Length);

    [Fact]
    public void Takes_a_weak_key_when_told_that_it_is_meant() =>
        Assert.Equal("secret"u8, Read("Secret=secret", "AllowWeakKeys=true").Single().Secret);

    [Fact]
    public void Has_the_articles_secret_in_Development_when_there_is_no_other()
    {
        Assert.Equal("secret"u8, Read(isDevelopment: true).Single().Secret);
        Assert.Equal("ours"u8, Read(isDevelopment: true, "Secret=ours").Single().Secret);
        Assert.Empty(_errors);
    }

    [Fact]
    public void Has_no_key_in_Development_when_the_one_that_is_set_cannot_be_read()
    {
        Assert.Empty(Read(isDevelopment: true, "Keys:0:Id=a", "Keys:0:File=/nowhere/key"));
        Assert.Single(_errors);
    }

    private ImmutableArray<Key> Read(params string[] settings) => Read(isDevelopment: false, settings);

    private ImmutableArray<Key> Read(bool isDevelopment, params string[] settings) =>
        new KeyReader(WrittenSettings.Section(_errors, settings), _files, isDevelopment, Now).Read();
}
