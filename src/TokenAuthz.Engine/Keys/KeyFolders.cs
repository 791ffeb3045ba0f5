using System.Collections.Immutable;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Signing.Keys;

namespace TokenAuthz.Engine.Keys;

/// <summary>
/// The folders of a configuration unit, in which all its key files have to be, so that a team cannot use the operator's keys or those of
/// another team. Kubernetes mounts files as links within a folder; a link that leads elsewhere is refused.
/// </summary>
/// <param name="folders">The full paths of the folders, which need not exist.</param>
internal sealed class KeyFolders(ImmutableArray<string> folders)
{
    /// <summary>The name of the file in which a unit has its settings, which is no key.</summary>
    public const string Configuration = "token-authz.json";

    private ImmutableArray<string> _real;

    /// <summary>Finds a file: the first that exists.</summary>
    /// <param name="path">The path as written: relative to one of the folders, or in one of them.</param>
    /// <param name="files">Remembers the folders in which it is not.</param>
    /// <exception cref="KeyFormatException">The path leads out of the folders.</exception>
    public string Find(string path, WatchedFiles files)
    {
        var places = PlacesOf(path);
        foreach (var place in places)
        {
            var real = RealPath.Of(place);
            if (real is not null && IsOwn(real)) return place;
            files.Watch(place);
            if (real is not null) throw Outside();
        }

        return places[0];
    }

    /// <summary>Finds the directories of a name that exist.</summary>
    /// <exception cref="KeyFormatException">The path leads out of the folders.</exception>
    /// <exception cref="DirectoryNotFoundException">There is none.</exception>
    public ImmutableArray<string> List(string path, WatchedFiles files)
    {
        var places = PlacesOf(path);
        foreach (var place in places) files.Watch(place);
        ImmutableArray<string> existing = [.. places.Where(Directory.Exists)];
        if (existing.IsEmpty) throw new DirectoryNotFoundException();
        return existing.All(place => RealPath.Of(place) is { } real && IsOwn(real)) ? existing : throw Outside();
    }

    private ImmutableArray<string> PlacesOf(string path)
    {
        ImmutableArray<string> places =
        [
            .. folders.Select(folder => Path.GetFullPath(path, folder))
                .Where(place => folders.Any(folder => IsIn(place, folder)))
                .Distinct(),
        ];
        return places.IsEmpty ? throw Outside() : places;
    }

    private bool IsOwn(string real)
    {
        if (_real.IsDefault) _real = [.. folders.Select(RealPath.Of).OfType<string>()];
        return _real.Any(folder => IsIn(real, folder));
    }

    /// <summary>Whether a path is a folder, or in it.</summary>
    public static bool IsIn(string path, string folder) =>
        path == folder || (path.StartsWith(folder, StringComparison.Ordinal) && path[folder.Length] == Path.DirectorySeparatorChar);

    private KeyFormatException Outside() =>
        new($"the keys of a unit have to be in its own folder: put them in {string.Join(" or ", folders)}, and write the path in there");
}
