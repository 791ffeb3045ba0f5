using System.Collections.Immutable;
using System.Text;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Engine.Keys;

namespace TokenAuthz.Tests.Engine.Keys;

public sealed class KeyDirectoryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ImmutableArray<ConfigurationError>.Builder _errors = ImmutableArray.CreateBuilder<ConfigurationError>();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Has_a_key_in_each_file_the_last_name_first()
    {
        _folder.Write("2026-10", "an-older-key-5d1c");
        _folder.Write("2026-11", "a-newer-key-77af\n");
        _folder.Write(".hidden", "no-key-of-ours-2e60");

        var keys = Read($"Keys:0:Directory={_folder.Path}");

        Assert.Empty(_errors);
        Assert.Equal(
            [("2026-11", "a-newer-key-77af"), ("2026-10", "an-older-key-5d1c")],
            keys.Select(key => (key.Id, Encoding.UTF8.GetString(key.Text))));
    }

    [Fact]
    public void Is_an_error_when_it_is_empty() => AssertError("there is no key in the directory");

    [Fact]
    public void Is_an_error_when_a_file_has_a_name_that_is_no_id()
    {
        _folder.Write("2026-11", "a-newer-key-77af");
        _folder.Write("key (1)", "a-copy-of-a-key-77af");

        AssertError("the file name key (1) is no key id");
    }

    [Fact]
    public void Is_an_error_beside_an_id()
    {
        _folder.Write("2026-11", "a-newer-key-77af");
        Read($"Keys:0:Directory={_folder.Path}", "Keys:0:Id=a");

        Assert.EndsWith(
            ": the keys of a Directory have the names of their files", Assert.Single(_errors).ToString(), StringComparison.Ordinal);
    }

    private void AssertError(string says)
    {
        Assert.True(Read($"Keys:0:Directory={_folder.Path}").IsEmpty);
        Assert.Contains(says, Assert.Single(_errors).ToString(), StringComparison.Ordinal);
    }

    private ImmutableArray<ConfiguredKey> Read(params string[] settings) =>
        new KeyReader(
            WrittenSettings.Section(_errors, settings), new(new()), new(WeakKeys.Refuse), isDevelopment: false, DateTimeOffset.UnixEpoch)
            .Read();
}
