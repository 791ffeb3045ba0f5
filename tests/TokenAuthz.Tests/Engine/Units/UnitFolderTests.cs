using TokenAuthz.Engine.Loading;

namespace TokenAuthz.Tests.Engine.Units;

/// <summary>A unit is a file or a mounted folder, and its keys are in folders of its own.</summary>
[Promise(11)]
public sealed class UnitFolderTests : IDisposable
{
    private const string Secret = "the-key-of-team-video";
    private const string OneKey = """{ "TokenAuthz": { "Keys": [ { "Id": "k", "File": "k" } ] } }""";

    private readonly UnitStand _stand = new UnitStand().Grant(""" "video": { "Hosts": [ "video.example.com" ] } """);

    public void Dispose() => _stand.Dispose();

    [Fact]
    public void Is_a_mounted_ConfigMap_with_the_Secret_in_another_directory()
    {
        Mount(_stand.Units, "1", ("token-authz.json", """{ "TokenAuthz": { "Keys": [ { "Directory": "." } ] } }"""));
        Mount(_stand.Keys, "1", ("2026-11", Secret));
        Assert.Equal("", Errors());
        Assert.True(_stand.IsAllowed("video.example.com/", Secret));

        Mount(_stand.Keys, "2", ("2026-12", "the-next-key-of-video"));
        _stand.Configuration.ReloadIfChanged();

        Assert.Equal("", Errors());
        Assert.Equal(
            (false, true),
            (_stand.IsAllowed("video.example.com/", Secret), _stand.IsAllowed("video.example.com/", "the-next-key-of-video")));
        Assert.Equal(
            ["video/2026-12"], _stand.Configuration.Engine.Snapshot.Keys.Where(key => key.Owner.Length > 0).Select(key => key.Name));
    }

    [Fact]
    public void Is_a_file_with_its_keys_in_the_folder_of_its_name()
    {
        _stand.UnitText("video", OneKey);
        Assert.Contains("the file cannot be read", Errors(), StringComparison.Ordinal);

        Write(Path.Combine(_stand.Keys, "video", "k"), Secret);
        _stand.Configuration.ReloadIfChanged();

        Assert.Equal("", Errors());
        Assert.True(_stand.IsAllowed("video.example.com/", Secret));
    }

    [Fact]
    public void Is_one_projected_folder_with_the_keys_beside_the_settings()
    {
        Mount(_stand.Units, "1", ("token-authz.json", """{ "TokenAuthz": { "Keys": [ { "Directory": "." } ] } }"""), ("k", Secret));

        Assert.Equal("", Errors());
        Assert.True(_stand.IsAllowed("video.example.com/", Secret));
    }

    [Fact]
    public void Is_not_there_twice()
    {
        _stand.UnitText("video", OneKey);
        Write(Path.Combine(_stand.Keys, "video", "token-authz.json"), OneKey);

        Assert.Contains("there are several files of this unit: keep one of", Errors(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../../secret", "a path that leads out")]
    [InlineData("../shop/k", "a path that leads to another unit")]
    [InlineData("/etc/hostname", "an absolute path")]
    [InlineData("link", "a link that leads out")]
    [InlineData("folder/k", "a folder that is a link that leads out")]
    public void Has_no_key_outside_its_folders(string path, string description)
    {
        Write(Path.Combine(_stand.Units, "..", "secret"), Secret);
        Write(Path.Combine(_stand.Units, "shop", "k"), Secret);
        Directory.CreateDirectory(Path.Combine(_stand.Units, "video"));
        File.CreateSymbolicLink(Path.Combine(_stand.Units, "video", "link"), "../shop/k");
        Directory.CreateSymbolicLink(Path.Combine(_stand.Units, "video", "folder"), "../shop");

        _stand.UnitText("video", OneKey.Replace("\"File\": \"k\"", $"\"File\": \"{path}\"", StringComparison.Ordinal));
        Expect.Contains("the keys of a unit have to be in its own folder", Errors(), description);
        Assert.Equal(UnitStatus.Refused, _stand.State("video").Status);

        _stand.UnitText("video", $$"""{ "TokenAuthz": { "Keys": [ { "Directory": "{{Path.GetDirectoryName(path)}}/." } ] } }""");
        _stand.Configuration.ReloadIfChanged();
        Expect.Contains("the keys of a unit have to be in its own folder", Errors(), description);
    }

    [Fact]
    public void Has_no_settings_that_are_a_link_to_others()
    {
        _stand.UnitText("shop", OneKey.Replace("\"File\": \"k\"", $"\"Value\": \"{Secret}\"", StringComparison.Ordinal));
        File.CreateSymbolicLink(Path.Combine(_stand.Units, "video.json"), "shop.json");

        Assert.Contains("is a link that leads out of", Errors(), StringComparison.Ordinal);
    }

    private string Errors() => string.Join('\n', _stand.State("video").Errors);

    // As the kubelet does: files are links into a folder that is reached by one more link, which is replaced.
    private static void Mount(string directory, string version, params (string Name, string Content)[] files)
    {
        var folder = Path.Combine(directory, "video");
        foreach (var (name, content) in files) Write(Path.Combine(folder, $"..{version}", name), content);
        if (Directory.Exists(Path.Combine(folder, "..data"))) Directory.Delete(Path.Combine(folder, "..data"));
        Directory.CreateSymbolicLink(Path.Combine(folder, "..data"), $"..{version}");
        foreach (var old in Directory.EnumerateFiles(folder).Where(file => Path.GetFileName(file)[0] != '.')) File.Delete(old);
        foreach (var (name, _) in files) File.CreateSymbolicLink(Path.Combine(folder, name), Path.Combine("..data", name));
    }

    private static void Write(string path, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
    }
}
