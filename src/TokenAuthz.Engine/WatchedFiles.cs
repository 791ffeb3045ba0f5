using System.Security.Cryptography;

namespace TokenAuthz.Engine;

/// <summary>
/// Remembers what files held when they were read, and tells whether one holds something else now. It compares contents:
/// Kubernetes swaps mounted files by symbolic link, which notifications miss, and timestamps are too coarse for two
/// changes in a row. The files are small.
/// </summary>
internal sealed class WatchedFiles
{
    private readonly Dictionary<string, byte[]> _hashes = new(StringComparer.Ordinal);

    /// <summary>Whether any file holds something else than when it was read; one that cannot be read counts as empty.</summary>
    public bool HaveChanged => _hashes.Any(file => !file.Value.AsSpan().SequenceEqual(CurrentHash(file.Key)));

    /// <summary>Remembers a file that is about to be read by somebody else.</summary>
    public void Watch(string path) => _hashes[path] = CurrentHash(path);

    /// <summary>Reads a file and remembers it.</summary>
    /// <exception cref="IOException">It cannot be read; it is remembered as empty.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read; it is remembered as empty.</exception>
    public byte[] Read(string path)
    {
        _hashes[path] = Hash([]);
        var bytes = File.ReadAllBytes(path);
        _hashes[path] = Hash(bytes);
        return bytes;
    }

    private static byte[] CurrentHash(string path)
    {
        try
        {
            return Hash(File.ReadAllBytes(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Hash([]);
        }
    }

    private static byte[] Hash(byte[] bytes) => SHA256.HashData(bytes);
}
