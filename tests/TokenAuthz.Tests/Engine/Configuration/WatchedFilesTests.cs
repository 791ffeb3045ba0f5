using TokenAuthz.Engine.Configuration;

namespace TokenAuthz.Tests.Engine.Configuration;

public sealed class WatchedFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly WatchedFiles _files = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Has_not_changed_when_nothing_is_watched() => Assert.False(_files.HaveChanged);

    [Fact]
    public void Gives_what_the_file_holds()
    {
        Assert.Equal("one"u8.ToArray(), _files.Read(_folder.Write("a", "one")));
        Assert.False(_files.HaveChanged);
    }

    [Theory]
    [InlineData("another text", "two", true)]
    [InlineData("the same length", "onf", true)]
    [InlineData("a line end more", "one\n", true)]
    [InlineData("nothing", "", true)]
    [InlineData("the same, written anew", "one", false)]
    public void Tells_whether_a_file_that_was_read_holds_something_else(string description, string content, bool hasChanged)
    {
        _files.Read(_folder.Write("a", "one"));
        var written = File.GetLastWriteTimeUtc(_folder["a"]);

        _folder.Write("a", content);
        File.SetLastWriteTimeUtc(_folder["a"], written);

        Expect.Equal(hasChanged, _files.HaveChanged, description);
    }

    [Fact]
    public void Tells_a_change_of_a_file_that_somebody_else_reads()
    {
        _files.Watch(_folder.Write("a", "one"));
        Assert.False(_files.HaveChanged);

        _folder.Write("a", "two");

        Assert.True(_files.HaveChanged);
    }

    [Fact]
    public void Tells_a_change_of_one_among_several()
    {
        foreach (var name in (string[])["a", "b", "c"]) _files.Read(_folder.Write(name, "one"));
        Assert.False(_files.HaveChanged);

        _folder.Write("b", "two");

        Assert.True(_files.HaveChanged);
    }

    // ..data is a link to a folder of the volume's current version; a new version swaps it.
    [Fact]
    public void Tells_that_a_symbolic_link_was_swapped_as_Kubernetes_does()
    {
        Directory.CreateDirectory(_folder["v1"]);
        Directory.CreateDirectory(_folder["v2"]);
        _folder.Write("v1/key", "one");
        _folder.Write("v2/key", "two");
        Directory.CreateSymbolicLink(_folder["..data"], "v1");
        File.CreateSymbolicLink(_folder["key"], "..data/key");
        Assert.Equal("one"u8.ToArray(), _files.Read(_folder["key"]));
        Assert.False(_files.HaveChanged);

        Directory.Delete(_folder["..data"]);
        Directory.CreateSymbolicLink(_folder["..data"], "v2");

        Assert.True(_files.HaveChanged);
        Assert.Equal("two"u8.ToArray(), _files.Read(_folder["key"]));
    }

    [Fact]
    public void Tells_that_a_file_has_vanished()
    {
        _files.Read(_folder.Write("a", "one"));

        File.Delete(_folder["a"]);

        Assert.True(_files.HaveChanged);
    }

    [Fact]
    public void Remembers_a_file_that_is_not_there_and_tells_when_it_comes()
    {
        Assert.Throws<FileNotFoundException>(() => _files.Read(_folder["a"]));
        Assert.False(_files.HaveChanged);

        _folder.Write("a", "one");

        Assert.True(_files.HaveChanged);
    }
}
