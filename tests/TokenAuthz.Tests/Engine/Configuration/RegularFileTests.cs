using TokenAuthz.Engine.Configuration;

namespace TokenAuthz.Tests.Engine.Configuration;

/// <summary>Nothing that stands where a file should holds up its reader or fills the memory.</summary>
[Promise(9)]
public sealed class RegularFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4096)]
    [InlineData(1_000_000)]
    public void Reads_a_file_whatever_its_length(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        File.WriteAllBytes(_folder["file"], bytes);
        File.CreateSymbolicLink(_folder["link"], "file");

        Assert.Equal(bytes, RegularFile.ReadAll(_folder["file"]));
        Assert.Equal(bytes, RegularFile.ReadAll(_folder["link"]));
        Assert.Equal(bytes[..Math.Min(length, 100)], RegularFile.Read(_folder["file"], 100));
    }

    [Fact]
    public void Reads_a_file_that_says_that_it_has_no_length()
    {
        Assert.SkipUnless(File.Exists("/proc/self/status"), "There is no such file on this system.");

        Assert.Contains("Name:", System.Text.Encoding.ASCII.GetString(RegularFile.ReadAll("/proc/self/status")), StringComparison.Ordinal);
    }

    [Fact]
    public void Waits_for_nobody_who_might_write_into_a_pipe()
    {
        var pipe = _folder.MakePipe("pipe");
        File.CreateSymbolicLink(_folder["link"], "pipe");

        foreach (var path in (string[])[pipe, _folder["link"]])
            Assert.Contains(
                "it is no regular file", Assert.ThrowsAny<IOException>(() => RegularFile.ReadAll(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reads_no_more_than_its_bound()
    {
        using (var file = File.Create(_folder["large"])) file.SetLength(RegularFile.MaxSize);
        using (var file = File.Create(_folder["larger"])) file.SetLength(RegularFile.MaxSize + 1L);
        using (var file = File.Create(_folder["huge"])) file.SetLength(1L << 40);

        Assert.Equal(RegularFile.MaxSize, RegularFile.ReadAll(_folder["large"]).Length);
        Assert.Equal("it has more than 16777216 bytes", Assert.Throws<IOException>(() => RegularFile.ReadAll(_folder["larger"])).Message);
        Assert.Equal("it has more than 16777216 bytes", Assert.Throws<IOException>(() => RegularFile.ReadAll(_folder["huge"])).Message);
        if (File.Exists("/dev/zero"))
            Assert.Equal("it has more than 16777216 bytes", Assert.Throws<IOException>(() => RegularFile.ReadAll("/dev/zero")).Message);
    }

    [Fact]
    public void Names_no_path_when_it_cannot_read()
    {
        Assert.DoesNotContain(
            "nowhere",
            Assert.Throws<FileNotFoundException>(() => RegularFile.ReadAll(_folder["nowhere"])).Message,
            StringComparison.Ordinal);
        Assert.Equal("it is a directory", Assert.Throws<IOException>(() => RegularFile.ReadAll(_folder.Path)).Message);
    }

    [Fact]
    public void Leaves_no_file_open()
    {
        Assert.SkipUnless(Directory.Exists("/proc/self/fd"), "There is no such folder on this system.");
        _folder.Write("file", "text");
        var pipe = _folder.MakePipe("pipe");

        for (var i = 0; i < 50; i++)
        {
            _ = RegularFile.ReadAll(_folder["file"]);
            Assert.ThrowsAny<IOException>(() => RegularFile.ReadAll(pipe));
        }

        Assert.DoesNotContain(
            new DirectoryInfo("/proc/self/fd").GetFiles().Select(file => file.LinkTarget),
            target => target?.StartsWith(_folder.Path, StringComparison.Ordinal) is true);
    }
}
