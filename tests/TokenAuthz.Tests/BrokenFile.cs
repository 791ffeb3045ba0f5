using System.Collections.Immutable;

namespace TokenAuthz.Tests;

/// <summary>A way in which a file that a configuration names can be of no use.</summary>
/// <param name="Description">What is in its place.</param>
/// <param name="Put">Puts that into a folder under the file's name, where nothing is.</param>
internal sealed record BrokenFile(string Description, Action<TemporaryFolder, string> Put)
{
    private const int Huge = 20 * 1024 * 1024;

    /// <summary>What is neither a key nor a configuration nor a certificate.</summary>
    public static ImmutableArray<BrokenFile> All { get; } =
    [
        new("nothing", (_, _) => { }),
        new("an empty file", (folder, name) => File.WriteAllText(folder[name], "")),
        new("a line end", (folder, name) => File.WriteAllText(folder[name], "\n")),
        new("a folder", (folder, name) => Directory.CreateDirectory(folder[name])),
        new("a link that leads nowhere", (folder, name) => File.CreateSymbolicLink(folder[name], "nowhere")),
        new("a link to itself", (folder, name) => File.CreateSymbolicLink(folder[name], name)),
        new("20 MiB of text", (folder, name) => File.WriteAllText(folder[name], new string('k', Huge))),
        new("20 MiB of zero bytes", (folder, name) => File.WriteAllBytes(folder[name], new byte[Huge])),
        new("a file whose reading fails", (folder, name) => File.CreateSymbolicLink(folder[name], "/proc/self/mem")),
        new("a file without an end", (folder, name) => File.CreateSymbolicLink(folder[name], "/dev/zero")),
        new("a pipe that nobody writes into", (folder, name) => folder.MakePipe(name)),
    ];

    /// <summary>Puts it in the place of a file.</summary>
    public void Replace(TemporaryFolder folder, string name)
    {
        Remove(folder, name);
        Put(folder, name);
    }

    /// <summary>Takes away whatever is there.</summary>
    public static void Remove(TemporaryFolder folder, string name)
    {
        if (Directory.Exists(folder[name])) Directory.Delete(folder[name]);
        else File.Delete(folder[name]);
    }
}
