using TokenAuthz.Engine.Configuration;

namespace TokenAuthz.Engine.Loading;

/// <summary>Lists the units that are in a directory.</summary>
internal static class UnitDirectory
{
    private const string Ending = ".json";

    /// <summary>The entries that may be units: files that end in <c>.json</c>, and folders. None when it cannot be read.</summary>
    /// <param name="directory">The full path.</param>
    /// <param name="files">Remembers the directory.</param>
    public static IEnumerable<(string Unit, string Path)> List(string directory, WatchedFiles files)
    {
        try
        {
            return
            [
                .. files.ListEntries(directory)
                    .Where(name => name.EndsWith(Ending, StringComparison.Ordinal) || Directory.Exists(Path.Combine(directory, name)))
                    .Select(name => (NameOf(name), Path.Combine(directory, name))),
            ];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static string NameOf(string entry) => entry.EndsWith(Ending, StringComparison.Ordinal) ? entry[..^Ending.Length] : entry;
}
