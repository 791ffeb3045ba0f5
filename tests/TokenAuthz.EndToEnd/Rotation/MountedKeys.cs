using System.Runtime.InteropServices;

namespace TokenAuthz.EndToEnd.Rotation;

/// <summary>
/// A folder of keys as Kubernetes mounts a Secret: files are links into <c>..data</c>, itself a link, which a change
/// replaces in one step; links to new files come after it, those to old ones go after it.
/// </summary>
internal sealed partial class MountedKeys : IDisposable
{
    private const string Current = "..data";

    private int _generation;

    public MountedKeys(params (string Id, string Secret)[] keys) => Swap(keys);

    public string Path { get; } = Directory.CreateTempSubdirectory("token-authz-keys-").FullName;

    /// <summary>Replaces all keys.</summary>
    public void Swap(params (string Id, string Secret)[] keys)
    {
        var (old, name) = ($"..{_generation}", $"..{++_generation}");
        Directory.CreateDirectory(At(name));
        foreach (var (id, secret) in keys) File.WriteAllText(At(name, id), secret);
        File.CreateSymbolicLink(At("..data_tmp"), name);
        // File.Move refuses a link to a folder.
        Assert.Equal(0, Rename(At("..data_tmp"), At(Current)));

        var ids = keys.Select(key => key.Id).ToArray();
        var links = Directory.GetFiles(Path).Select(file => System.IO.Path.GetFileName(file)).Where(file => file[0] != '.').ToArray();
        foreach (var id in ids.Except(links)) File.CreateSymbolicLink(At(id), System.IO.Path.Combine(Current, id));
        foreach (var id in links.Except(ids)) File.Delete(At(id));
        if (Directory.Exists(At(old))) Directory.Delete(At(old), recursive: true);
    }

    /// <summary>Adds a link that leads nowhere.</summary>
    public void AddDangling(string id) => File.CreateSymbolicLink(At(id), System.IO.Path.Combine(Current, id));

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private string At(params ReadOnlySpan<string> names) => System.IO.Path.Combine([Path, .. names]);

    [LibraryImport("libc", EntryPoint = "rename", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Rename(string from, string to);
}
