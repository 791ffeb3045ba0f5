using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace TokenAuthz.Engine.Configuration;

/// <summary>
/// Remembers the contents of files as they were read, and finds out whether one has changed. It compares contents, because Kubernetes
/// swaps mounted files by symbolic link, which notifications miss, and timestamps are too coarse for two changes in a row. The files are
/// small.
/// </summary>
public sealed class WatchedFiles
{
    private static readonly byte[] Nothing = SHA256.HashData([]);

    // Any other number is a limit: the file may be longer.
    private const int All = int.MaxValue;

    private readonly Dictionary<string, (byte[] Hash, int Max)> _files = new(StringComparer.Ordinal);

    /// <summary>Whether any file or directory has another content than when it was read. One that cannot be read counts as empty.</summary>
    public bool HaveChanged => _files.Any(file => !file.Value.Hash.AsSpan().SequenceEqual(CurrentHash(file.Key, file.Value.Max)));

    /// <summary>Remembers a file that another reader is about to read.</summary>
    public void Watch(string path) => _files[path] = (CurrentHash(path, All), All);

    /// <summary>Reads a file and remembers it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="max">
    /// How many bytes are read at most; when it is absent, the whole file, and more than <see cref="RegularFile.MaxSize"/> bytes are an
    /// error.
    /// </param>
    /// <exception cref="IOException">It cannot be read, and is remembered as empty.</exception>
    /// <exception cref="UnauthorizedAccessException">The process may not read it, and it is remembered as empty.</exception>
    public byte[] Read(string path, int max = All)
    {
        _files[path] = (Nothing, max);
        var bytes = Contents(path, max);
        _files[path] = (Hash(bytes), max);
        return bytes;
    }

    /// <summary>Lists the names of the files in a directory, without those that begin with a dot, and remembers the list.</summary>
    /// <exception cref="IOException">It cannot be read, and is remembered as empty.</exception>
    /// <exception cref="UnauthorizedAccessException">The process may not read it, and it is remembered as empty.</exception>
    public ImmutableArray<string> List(string path)
    {
        _files[path] = (Nothing, All);
        var names = NamesIn(path);
        _files[path] = (Hash(names), All);
        return names;
    }

    // Kubernetes mounts the files of a Secret as links into a directory whose name begins with a dot.
    private static ImmutableArray<string> NamesIn(string path) =>
    [
        .. Directory.EnumerateFiles(path).Select(file => Path.GetFileName(file)).Where(name => name[0] != '.')
            .Order(StringComparer.Ordinal),
    ];

    private static byte[] CurrentHash(string path, int max)
    {
        try
        {
            return Directory.Exists(path) ? Hash(NamesIn(path)) : Hash(Contents(path, max));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Nothing;
        }
    }

    private static byte[] Contents(string path, int max) => max == All ? RegularFile.ReadAll(path) : RegularFile.Read(path, max);

    private static byte[] Hash(ImmutableArray<string> names) => Hash(Encoding.UTF8.GetBytes(string.Join('/', names)));

    private static byte[] Hash(byte[] bytes) => SHA256.HashData(bytes);
}
