using TokenAuthz.Engine.Configuration;

namespace TokenAuthz.Tests.Engine.Configuration;

/// <summary>Files that are watched by their stamps: a change is seen without reading those that did not change.</summary>
public sealed class StampedFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Sees_every_change_once_the_stamps_are_settled()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has stamps.");
        (string Description, Action<string> Change, bool HasChanged)[] rows =
        [
            ("nothing", _ => { }, false),
            ("another text in place, of the same length and time", RewriteInPlace, true),
            ("another file in its place", path => File.Move(Write($"{path}.new", "two"), path, overwrite: true), true),
            ("the same text in place", path => File.WriteAllText(path, "one"), false),
            ("a link that leads elsewhere", Relink, true),
            ("no file", File.Delete, true),
        ];
        var watched =
            rows.Select((row, i) => (row, Path: Write(_folder[$"{i}"], "one"), Files: new WatchedFiles(trustsStamps: true))).ToList();
        foreach (var (_, path, files) in watched) files.Read(path);
        var missing = new WatchedFiles(trustsStamps: true);
        missing.Watch(_folder["missing"]);
        var directory = new WatchedFiles(trustsStamps: true);
        Directory.CreateDirectory(_folder["keys"]);
        directory.List(_folder["keys"]);

        await Poll.UntilAsync("the stamps are settled", () => watched.All(one => FileStamp.Of(one.Path) is { IsSettled: true }));
        Assert.All(watched, one => Assert.False(one.Files.HaveChanged, one.row.Description));
        Assert.False(missing.HaveChanged || directory.HaveChanged);
        foreach (var (row, path, _) in watched) row.Change(path);
        Write(_folder["missing"], "one");
        Write(Path.Combine(_folder["keys"], "a"), "one");

        Assert.All(watched, one => Expect.Equal(one.row.HasChanged, one.Files.HaveChanged, one.row.Description));
        Assert.True(missing.HaveChanged);
        Assert.True(directory.HaveChanged);
    }

    [Theory]
    [InlineData("another text", "two", true)]
    [InlineData("the same text", "one", false)]
    public void Compares_the_contents_while_a_stamp_is_young(string description, string content, bool hasChanged)
    {
        var files = new WatchedFiles(trustsStamps: true);
        files.Read(Write(_folder["a"], "one"));

        File.WriteAllText(_folder["a"], content);

        Expect.Equal(hasChanged, files.HaveChanged, description);
    }

    private static void RewriteInPlace(string path)
    {
        var written = File.GetLastWriteTimeUtc(path);
        File.WriteAllText(path, "two");
        File.SetLastWriteTimeUtc(path, written);
    }

    private static void Relink(string path)
    {
        Write($"{path}.other", "two");
        File.Delete(path);
        File.CreateSymbolicLink(path, $"{path}.other");
    }

    private static string Write(string path, string content)
    {
        File.WriteAllText(path, content);
        return path;
    }
}
