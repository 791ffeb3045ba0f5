using System.Collections.Immutable;
using System.Text;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Signing.Keys;

namespace TokenAuthz.Engine.Keys;

/// <summary>Reads the texts of keys, of settings and of files.</summary>
/// <param name="files">Remembers the files as they were read.</param>
/// <param name="folders">The folders in which every file has to be; null when it may be anywhere.</param>
internal sealed class KeyFiles(WatchedFiles files, KeyFolders? folders = null)
{
    // Enough for any secret: a larger file was named by mistake.
    private const int MaxSecretSize = 4096;

    // Enough for a thousand RSA keys of a JWK set.
    private const int MaxSetSize = 1024 * 1024;

    // The largest text, a byte-order mark, a line end, and one byte that shows that the file is longer.
    private const int MaxFileSize = MaxSetSize + 6;

    /// <summary>Reads a setting.</summary>
    /// <exception cref="KeyFormatException">It holds no key.</exception>
    public static byte[] ReadText(string text)
    {
        var bytes = KeyText.Trim(Encoding.UTF8.GetBytes(text));
        return bytes.IsEmpty
            ? throw new KeyFormatException("this is empty but for a line end: give it a value or leave it out")
            : bytes.ToArray();
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="what">What messages call it.</param>
    /// <exception cref="KeyFormatException">It holds no key, or cannot be read.</exception>
    public byte[] Read(string path, string what)
    {
        try
        {
            var bytes = KeyText.Trim(files.Read(Find(path), MaxFileSize)).ToArray();
            if (bytes.Length == 0) throw new KeyFormatException($"{what} is empty");
            var max = KeyImport.IsSelfDescribing(bytes) ? MaxSetSize : MaxSecretSize;
            return bytes.Length > max ? throw new KeyFormatException($"{what} has more than {max} bytes: that is no key") : bytes;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KeyFormatException($"{what} cannot be read: {WhyUnreadable(e)}", e);
        }
    }

    /// <summary>
    /// The paths of the files in a directory, the last name first: of keys that are named by date, the newest signs.
    /// </summary>
    /// <exception cref="KeyFormatException">It has none, or cannot be read.</exception>
    public IEnumerable<string> List(string path)
    {
        try
        {
            var listed = folders is null ? ListIn(Path.GetFullPath(path)) : folders.List(path, files).SelectMany(ListIn);
            ImmutableArray<string> paths = [.. listed.OrderByDescending(Path.GetFileName, StringComparer.Ordinal)];
            return paths.IsEmpty
                ? throw new KeyFormatException("there is no key in the directory: put files in it, each named by the key's id")
                : paths;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KeyFormatException($"the directory cannot be read: {WhyUnreadable(e)}", e);
        }
    }

    private string Find(string path) => folders is null ? Path.GetFullPath(path) : folders.Find(path, files);

    private IEnumerable<string> ListIn(string directory) => files.List(directory)
        .Where(name => folders is null || name != KeyFolders.Configuration).Select(name => Path.Combine(directory, name));

    // The platform's own messages contain the path, and the path may be a key that was written in its place.
    private static string WhyUnreadable(Exception e) => e switch
    {
        DirectoryNotFoundException => "there is no such directory",
        UnauthorizedAccessException => "access is denied",
        _ => e.Message,
    };
}
