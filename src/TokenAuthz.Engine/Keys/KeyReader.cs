using System.Collections.Immutable;
using System.Text;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Signing.Keys;

namespace TokenAuthz.Engine.Keys;

/// <summary>
/// Reads the keys as they are written: <c>Secret</c>, which is the key <c>default</c>, then the list <c>Keys</c> of values,
/// files and directories of files.
/// </summary>
internal sealed class KeyReader(
    SettingsSection settings, KeyFiles files, KeyInspection inspection, bool isDevelopment, DateTimeOffset now)
{
    private const string DefaultId = "default";

    // The key of the first example of the README.
    private const string DevelopmentSecret = "secret";

    private static readonly ImmutableArray<Setting> Sources = [KeySettings.Value, KeySettings.File, KeySettings.Directory];

    // They say what kind of file it is, and no token names a key by them.
    private static readonly string[] Endings = [".pem", ".json"];

    private readonly ImmutableArray<ConfiguredKey>.Builder _keys = ImmutableArray.CreateBuilder<ConfiguredKey>();
    private bool _failed;

    /// <summary>Whether it is an error that there is no key.</summary>
    public bool IsKeyNeeded { get; init; } = true;

    /// <summary>How to give the first key, for the message.</summary>
    public string Advice { get; init; } =
        "set the environment variable TokenAuthz__Secret, or a list of TokenAuthz:Keys, each with Id and Value or File, or with the " +
            "Directory of such files";

    /// <summary>Reads the keys in the order in which they are tried, or reports errors and gives none.</summary>
    public ImmutableArray<ConfiguredKey> Read()
    {
        if (settings.Has(KeySettings.Secret)) ReadText(settings, KeySettings.Secret, DefaultId, new(inspection));
        foreach (var entry in settings.Read(KeySettings.Keys)) ReadEntry(entry);

        if (_failed) return [];
        if (_keys.Count == 0 && isDevelopment) return [new(DefaultId, DefaultId) { Text = Encoding.UTF8.GetBytes(DevelopmentSecret) }];
        if (_keys.Count == 0)
        {
            if (IsKeyNeeded) settings.RejectWithoutValue(KeySettings.Secret, $"there is no key: {Advice}");
        }
        else if (_keys.All(key => key.NotAfter < now))
            settings.RejectWithoutValue(KeySettings.Keys, "every key has ended: add one whose NotAfter is not in the past");
        else
            return _keys.ToImmutable();
        return [];
    }

    private void ReadEntry(SettingsSection entry)
    {
        var (id, file, directory) = (entry.Read(KeySettings.Id), entry.Read(KeySettings.File), entry.Read(KeySettings.Directory));
        var (hasId, hasDirectory) = (entry.Has(KeySettings.Id), entry.Has(KeySettings.Directory));
        var common = KeyEntry.Of(entry, inspection);

        // An id that is no id was reported when it was read.
        _failed |= id is null && !hasDirectory;
        if (!hasId && !hasDirectory) Fail(entry, KeySettings.Id, "a key needs an Id, by which metrics show its use");
        if (hasId && hasDirectory) Fail(entry, KeySettings.Id, "the keys of a Directory have the names of their files");
        if (Sources.Count(entry.Has) != 1) Fail(entry, KeySettings.Value, "a key needs one of Value, File and Directory");
        else if (common.IsNever) Fail(entry, KeySettings.NotAfter, "the key ends before it begins");
        else if (directory is not null) Try(entry, KeySettings.Directory, () => ReadDirectory(entry, directory, common));
        else if (file is not null) Add(entry, KeySettings.File, () => common.Read(id, files.Read(file, "the file")));
        else ReadText(entry, KeySettings.Value, id, common);
    }

    private void ReadText(SettingsSection entry, Setting<string?> setting, string? id, KeyEntry common)
    {
        if (entry.Read(setting) is { } text) Add(entry, setting, () => common.Read(id, KeyFiles.ReadText(text)));
        else _failed = true;
    }

    private void ReadDirectory(SettingsSection entry, string path, KeyEntry common)
    {
        foreach (var file in files.List(path))
        {
            var name = Path.GetFileName(file);
            var ending = Endings.FirstOrDefault(ending => name.EndsWith(ending, StringComparison.Ordinal)) ?? "";

            // A directory has several files, so that the error has to say which.
            if (!KeySettings.IsId(name)) Fail(entry, KeySettings.Directory, $"the file name {name} is no key id: {KeySettings.IdRule}");
            else Add(entry, KeySettings.Directory, () => common.Read(name[..^ending.Length], files.Read(file, $"the file {file}")));
        }
    }

    private void Add(SettingsSection entry, Setting setting, Func<ImmutableArray<ConfiguredKey>> read) => Try(entry, setting, () =>
    {
        foreach (var key in read())
        {
            var where = setting == KeySettings.Directory ? setting : KeySettings.Id;
            // Two sets may share a key, while it moves from one to the other: a policy of either needs it.
            if (!_keys.Any(other => key.IsSameAs(other) && (!key.IsOfSet || key.Entry == other.Entry))) _keys.Add(key);
            else if (!key.IsOfSet) Fail(entry, where, $"the key {key.Id} is there twice: leave one out");
        }
    });

    private void Try(SettingsSection entry, Setting setting, Action read)
    {
        try
        {
            read();
        }
        catch (KeyFormatException e)
        {
            Fail(entry, setting, e.Message);
        }
    }

    private void Fail(SettingsSection entry, Setting setting, string message)
    {
        _failed = true;
        var mayShowKey = setting.Kind is SettingKind.Secret
            || ((setting == KeySettings.File || setting == KeySettings.Directory) && !KeyPath.IsPath(entry.Text(setting.Path)));
        if (mayShowKey) entry.RejectWithoutValue(setting, message);
        else entry.Reject(setting, message);
    }
}
