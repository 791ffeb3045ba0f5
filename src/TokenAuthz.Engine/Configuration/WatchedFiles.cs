using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace TokenAuthz.Engine.Configuration;

/// <summary>
/// Remembers the contents of files as they were read, and finds out whether one has changed. It compares contents, because Kubernetes
/// swaps mounted files by symbolic link, which notifications miss, and timestamps are too coarse for two changes in a row. The files are
/// small.
/// </summary>
/// <param name="trustsStamps">
/// Whether contents are compared only if a file's <see cref="FileStamp"/> is another one, or too young to tell: for thousands of files.
/// </param>
public sealed class WatchedFiles(bool trustsStamps = false)
{
    private static readonly byte[] Nothing = SHA256.HashData([]);

    // Any other number is a limit: the file may be longer.
    private const int All = int.MaxValue;

    // Of a directory whose folders are listed too.
    private const int Entries = -1;

    private readonly Dictionary<string, WatchedFile> _files = new(StringComparer.Ordinal);

    /// <summary>Whether any file or directory has another content than when it was read. One that cannot be read counts as empty.</summary>
    public bool HaveChanged => _files.Any(file => HasChanged(file.Key, file.Value));

    /// <summary>Remembers a file that another reader is about to read.</summary>
    public void Watch(string path)
    {
        var stamp = StampOf(path);
        _files[path] = new(stamp == default(FileStamp) ? Nothing : CurrentHash(path, All), All) { Stamp = stamp };
    }

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
        var stamp = StampOf(path);
        _files[path] = new(Nothing, max);
        var bytes = Contents(path, max);
        _files[path] = new(Hash(bytes), max) { Stamp = stamp };
        return bytes;
    }

    /// <summary>Lists the names of the files in a directory, without those that begin with a dot, and remembers the list.</summary>
    /// <exception cref="IOException">It cannot be read, and is remembered as empty.</exception>
    /// <exception cref="UnauthorizedAccessException">The process may not read it, and it is remembered as empty.</exception>
    public ImmutableArray<string> List(string path) => List(path, All);

    /// <summary>As <see cref="List(string)"/>, with the names of folders.</summary>
    internal ImmutableArray<string> ListEntries(string path) => List(path, Entries);

    private ImmutableArray<string> List(string path, int max)
    {
        var stamp = StampOf(path);
        _files[path] = new(Nothing, max);
        var names = NamesIn(path, max);
        _files[path] = new(Hash(names), max) { Stamp = stamp };
        return names;
    }

    // Kubernetes mounts the files of a Secret as links into a directory whose name begins with a dot.
    private static ImmutableArray<string> NamesIn(string path, int max) =>
    [
        .. (max == Entries
            ? Directory.EnumerateFileSystemEntries(path)
            : Directory.EnumerateFiles(path)).Select(file => Path.GetFileName(file)).Where(name => name[0] != '.')
            .Order(StringComparer.Ordinal),
    ];

    // The stamp is taken before the contents are read, so that a change in between is seen at the next look.
    private bool HasChanged(string path, WatchedFile file)
    {
        var stamp = StampOf(path);
        if (stamp is not null && stamp == file.Stamp) return false;
        if (!file.Hash.AsSpan().SequenceEqual(CurrentHash(path, file.Max))) return true;
        file.Stamp = stamp;
        return false;
    }

    private FileStamp? StampOf(string path) => trustsStamps && FileStamp.Of(path) is { IsSettled: true } stamp ? stamp : null;

    private static byte[] CurrentHash(string path, int max)
    {
        try
        {
            return Directory.Exists(path) ? Hash(NamesIn(path, max)) : Hash(Contents(path, max));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Nothing;
        }
    }

    private static byte[] Contents(string path, int max) => max == All ? RegularFile.ReadAll(path) : RegularFile.Read(path, max);

    private static byte[] Hash(ImmutableArray<string> names) => Hash(Encoding.UTF8.GetBytes(string.Join('/', names)));

    private static byte[] Hash(byte[] bytes) => SHA256.HashData(bytes);

    private sealed record WatchedFile(byte[] Hash, int Max)
    {
        public FileStamp? Stamp { get; set; }
    }
}
