namespace TokenAuthz.Tests.Service;

/// <summary>A folder that is gone after the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("token-authz-").FullName;

    public string PathOf(string name) => Path.Combine(Root, name);

    /// <summary>Writes a file in one step, as a reader in between must not see half of it.</summary>
    public string Write(string name, string text)
    {
        var path = PathOf(name);
        File.WriteAllText(path + ".new", text);
        File.Move(path + ".new", path, overwrite: true);
        return path;
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
