using TokenAuthz.Engine.Configuration;
using TokenAuthz.Engine.Units;
using TokenAuthz.Signing.Schemes;

namespace TokenAuthz.Engine.Loading;

/// <summary>
/// Reads one configuration unit within its grant, for a team that has the operator's file, and neither the operator's keys nor the other
/// units.
/// </summary>
/// <param name="context">The grants, and the listeners of the host.</param>
internal sealed class UnitCheck(UnitContext context)
{
    /// <summary>Reads the unit.</summary>
    /// <param name="unit">Its name, which is looked for in the directories of
    /// units; or its file or folder, whose name is that of the unit.</param>
    /// <param name="now">Tells which keys have ended.</param>
    /// <exception cref="ConfigurationException">It does not load, or is not granted anything; every error is in it.</exception>
    public CheckedUnit Read(string unit, DateTimeOffset now)
    {
        var path = Path.GetFullPath(unit);
        if (Directory.Exists(path) && unit != Path.GetFileName(unit)) path = Path.Combine(path, Keys.KeyFolders.Configuration);
        var isFile = File.Exists(path);
        var name = isFile ? NameOf(path) : unit;
        var grant = context.Units.Grants.FirstOrDefault(grant => grant.Unit == name) ?? throw Missing(
            UnitSettings.Grants.Path,
            $"there is no grant for the unit {name}; {Suggestion.For(name, [.. Names])}granted are {string.Join(", ", Names)}");
        var folders = isFile ? UnitFolders.OfFile(name, path) : new UnitFolders(name, context.Units.Directories);
        var read = new UnitReader(context, grant, new Dictionary<string, Scheme>(StringComparer.Ordinal)).Read(folders, new(), now)
            ?? throw Missing(
                UnitSettings.Directories.Path, $"there is no file of the unit {name} in {string.Join(", ", context.Units.Directories)}");
        return new(name, grant.Text, read.Keys, read.Policies, read.Warnings);
    }

    private IEnumerable<string> Names => context.Units.Grants.Select(grant => grant.Unit);

    private static string NameOf(string file) => Path.GetFileName(file) == Keys.KeyFolders.Configuration
        ? Path.GetFileName(Path.GetDirectoryName(file))!
        : Path.GetFileNameWithoutExtension(file);

    private static ConfigurationException Missing(string setting, string message) =>
        new([new($"{SettingsSection.Root}:{setting}", null, message)]);
}
