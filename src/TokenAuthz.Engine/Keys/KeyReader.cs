using System.Collections.Immutable;
using System.Text;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Signing.Keys;

namespace TokenAuthz.Engine.Keys;

/// <summary>
/// Reads the keys as they are written: <c>Secret</c>, which is the key <c>default</c>, then the list <c>Keys</c> of values,
/// files and directories of files. The scheme that uses a key decides whether its text is hex, base64 or the key itself.
/// </summary>
internal sealed class KeyReader(
    SettingsSection settings, WatchedFiles files, KeyInspection inspection, bool isDevelopment, DateTimeOffset now)
{
    private const string DefaultId = "default";

    // The key of the first example of the README.
    private const string DevelopmentSecret = "secret";

    // Enough for any key: a larger file was named by mistake.
    private const int MaxSecretSize = 4096;

    // The largest key, a byte-order mark, a line end, and one byte that shows that the file is longer.
    private const int MaxFileSize = MaxSecretSize + 6;

    private static readonly ImmutableArray<Setting> Sources = [KeySettings.Value, KeySettings.File, KeySettings.Directory];

    private readonly ImmutableArray<Key>.Builder _keys = ImmutableArray.CreateBuilder<Key>();
    private bool _failed;

    /// <summary>Reads the keys in the order in which they are tried, or reports errors and gives none.</summary>
    public ImmutableArray<Key> Read()
    {
        if (settings.Has(KeySettings.Secret))
            Add(settings, KeySettings.Secret, DefaultId, ReadText(settings, KeySettings.Secret));
        foreach (var entry in settings.Read(KeySettings.Keys)) ReadEntry(entry);

        if (_failed) return [];
        if (_keys.Count == 0 && isDevelopment) return [new(DefaultId, Encoding.UTF8.GetBytes(DevelopmentSecret))];
        if (_keys.Count == 0)
        {
            settings.RejectWithoutValue(
                KeySettings.Secret,
                "there is no key: set the environment variable TokenAuthz__Secret, or a list of TokenAuthz:Keys, each with Id and " +
                    "Value or File, or with the Directory of such files");
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
        var (notBefore, notAfter) = (entry.Read(KeySettings.NotBefore), entry.Read(KeySettings.NotAfter));
        var (hasId, hasDirectory) = (entry.Has(KeySettings.Id), entry.Has(KeySettings.Directory));

        if (!hasId && !hasDirectory) Fail(entry, KeySettings.Id, "a key needs an Id, by which metrics show its use");
        if (hasId && hasDirectory) Fail(entry, KeySettings.Id, "the keys of a Directory have the names of their files");
        if (Sources.Count(entry.Has) != 1) Fail(entry, KeySettings.Value, "a key needs one of Value, File and Directory");
        else if (notAfter < notBefore) Fail(entry, KeySettings.NotAfter, "the key ends before it begins");
        else if (directory is not null) ReadDirectory(entry, directory, notBefore, notAfter);
        else if (file is not null) Add(entry, KeySettings.File, id, ReadFile(entry, KeySettings.File, file), notBefore, notAfter);
        else if (ReadText(entry, KeySettings.Value) is { } value) Add(entry, KeySettings.Value, id, value, notBefore, notAfter);
        else _failed = true;
    }

    // The last name comes first: of keys that are named by date, the newest signs.
    private void ReadDirectory(SettingsSection entry, string path, DateTimeOffset? notBefore, DateTimeOffset? notAfter)
    {
        try
        {
            var names = files.List(Path.GetFullPath(path));
            if (names.IsEmpty)
                Fail(entry, KeySettings.Directory, "there is no key in the directory: put files in it, each named by the key's id");
            foreach (var name in names.Reverse())
            {
                var file = Path.Combine(path, name);
                if (SettingsSection.IsName(name))
                    Add(entry, KeySettings.Directory, name, ReadFile(entry, KeySettings.Directory, file), notBefore, notAfter);
                else
                    Fail(entry, KeySettings.Directory, $"the file name {name} is no key id: {SettingsSection.NameRule}");
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Fail(entry, KeySettings.Directory, $"the directory cannot be read: {WhyUnreadable(e)}");
        }
    }

    private void Add(
        SettingsSection entry,
        Setting setting,
        string? id,
        byte[]? secret,
        DateTimeOffset? notBefore = null,
        DateTimeOffset? notAfter = null)
    {
        if (secret is not null && inspection.WhyRefused(id, secret) is { } reason) Fail(entry, setting, reason);
        if (id is not null && _keys.Any(key => key.Id == id))
            Fail(entry, setting == KeySettings.Directory ? setting : KeySettings.Id, $"two keys have the id {id}");
        else if (id is not null && secret is not null)
            _keys.Add(new(id, new SharedSecret(secret), algorithm: null, notBefore, notAfter));
        else
            _failed = true;
    }

    private byte[]? ReadFile(SettingsSection entry, Setting setting, string path)
    {
        // A directory has several files, so that the error has to say which.
        var what = setting == KeySettings.File ? "the file" : $"the file {path}";
        try
        {
            var bytes = KeyText.Trim(files.Read(Path.GetFullPath(path), MaxFileSize)).ToArray();
            return bytes.Length switch
            {
                0 => Fail(entry, setting, $"{what} is empty"),
                > MaxSecretSize => Fail(entry, setting, $"{what} has more than {MaxSecretSize} bytes: that is no key"),
                _ => bytes,
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Fail(entry, setting, $"{what} cannot be read: {WhyUnreadable(e)}");
        }
    }

    private byte[]? ReadText(SettingsSection entry, Setting<string?> setting)
    {
        if (entry.Read(setting) is not { } text) return null;
        var secret = KeyText.Trim(Encoding.UTF8.GetBytes(text));
        return secret.IsEmpty
            ? Fail(entry, setting, "this is empty but for a line end: give it a value or leave it out")
            : secret.ToArray();
    }

    // The platform's own messages contain the path, and the path may be a key that was written in its place.
    private static string WhyUnreadable(Exception e) => e switch
    {
        DirectoryNotFoundException => "there is no such directory",
        UnauthorizedAccessException => "access is denied",
        _ => e.Message,
    };

    private byte[]? Fail(SettingsSection entry, Setting setting, string message)
    {
        _failed = true;
        var mayShowKey = setting.Kind is SettingKind.Secret
            || ((setting == KeySettings.File || setting == KeySettings.Directory) && !KeyPath.IsPath(entry.Text(setting.Path)));
        if (mayShowKey) entry.RejectWithoutValue(setting, message);
        else entry.Reject(setting, message);
        return null;
    }
}
