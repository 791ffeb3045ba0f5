using System.Collections.Immutable;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Engine.Keys;

namespace TokenAuthz.Engine.Loading;

/// <summary>Where the files of a unit are: <c>NAME.json</c>, or
/// <c>NAME/token-authz.json</c>, and the folders <c>NAME</c> with its keys.</summary>
internal sealed class UnitFolders
{
    private readonly ImmutableArray<(string File, string Directory)> _places;

    /// <param name="unit">The unit's name.</param>
    /// <param name="directories">The full paths of the directories of units.</param>
    public UnitFolders(string unit, ImmutableArray<string> directories)
    {
        ImmutableArray<string> folders = [.. directories.Select(directory => Path.Combine(directory, unit))];
        Keys = new(folders);
        _places =
        [
            .. directories.Select(directory => (Path.Combine(directory, $"{unit}.json"), directory)),
            .. folders.Select(folder => (Path.Combine(folder, KeyFolders.Configuration), folder)),
        ];
    }

    private UnitFolders(string file, string folder) =>
        (Keys, _places) = (new([folder]), [(file, Path.GetDirectoryName(file)!)]);

    /// <summary>The folders of its keys.</summary>
    public KeyFolders Keys { get; }

    /// <summary>The folders of a unit that is one file, with its keys in the folder of the same name, or beside it.</summary>
    /// <param name="unit">The unit's name.</param>
    /// <param name="file">The full path of the file.</param>
    public static UnitFolders OfFile(string unit, string file)
    {
        var directory = Path.GetDirectoryName(file)!;
        return new(file, Path.GetFileName(file) == KeyFolders.Configuration ? directory : Path.Combine(directory, unit));
    }

    /// <summary>Reads the settings; null when there is no file.</summary>
    /// <param name="files">Remembers the file, and the places where it could be.</param>
    /// <exception cref="ConfigurationException">The file cannot be read, or there are several.</exception>
    public IEnumerable<KeyValuePair<string, string?>>? Read(WatchedFiles files)
    {
        var found = _places.Where(place => File.Exists(place.File)).ToList();
        foreach (var place in found.Count == 1 ? _places.Except(found) : _places) files.Watch(place.File);
        if (found.Count == 0) return null;
        if (found.Count > 1)
            throw Unreadable($"there are several files of this unit: keep one of {string.Join(", ", found.Select(place => place.File))}");
        var (file, directory) = found[0];
        try
        {
            // A link within the directory is how Kubernetes mounts a file.
            using var json = new MemoryStream(files.Read(file));
            if (RealPath.Of(file) is not { } real || RealPath.Of(directory) is not { } own || !KeyFolders.IsIn(real, own)
                || Path.GetFileName(real) != Path.GetFileName(file))
                throw Unreadable($"{file} is a link that leads out of {directory}: put the file itself there");
            return JsonSettings.RequireSection(JsonSettings.Read(json));
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw Unreadable($"{file} cannot be read: {e.Message}");
        }
    }

    private static ConfigurationException Unreadable(string message) => new([new(SettingsSection.Root, null, message)]);
}
