using System.Collections.Immutable;
using System.Text;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Signing.Keys;

namespace TokenAuthz.Engine.Keys;

/// <summary>
/// Reads the keys as they are written: <c>Secret</c>, which is the key <c>default</c>, then the list <c>Keys</c> of values,
/// files and directories of files. What the text of a key stands for is up to the scheme that uses it.
/// </summary>
internal sealed class KeyReader(SettingsSection settings, WatchedFiles files, KeyInspection inspection, bool isDevelopment, DateTimeOffset now)
{
    private const string DefaultId = "default";

    // What the embedded development configuration signs with: the article's.
    private const string DevelopmentSecret = "secret";

    // Enough for any key; a larger file is another file.
    private const int MaxSecretSize = 4096;

    // The largest, the mark and the line end around it, and one byte that tells that there is more.
    private const int MaxFileSize = MaxSecretSize + 6;

    private static readonly ImmutableArray<string> Sources = ["Value", "File", "Directory"];

    private readonly ImmutableArray<Key>.Builder _keys = ImmutableArray.CreateBuilder<Key>();
    private bool _failed;

    /// <summary>Reads the keys in the order in which they are tried, or reports errors and gives none.</summary>
    public ImmutableArray<Key> Read()
    {
        if (settings.Has("Secret")) Add(settings, "Secret", DefaultId, ReadText(settings, "Secret", settings.Secret("Secret")));
        foreach (var entry in settings.List("Keys")) ReadEntry(entry);

        if (_failed) return [];
        if (_keys.Count == 0 && isDevelopment) return [new(DefaultId, Encoding.UTF8.GetBytes(DevelopmentSecret))];
        if (_keys.Count == 0)
            settings.RejectWithoutValue("Secret", "there is no key: set the environment variable TokenAuthz__Secret, or a list of TokenAuthz:Keys, each with Id and Value or File, or with the Directory of such files");
        else if (_keys.All(key => key.NotAfter < now))
            settings.RejectWithoutValue("Keys", "every key has ended: add one whose NotAfter is not in the past");
        else
            return _keys.ToImmutable();
        return [];
    }

    private void ReadEntry(SettingsSection entry)
    {
        var (id, value, file) = (entry.Name("Id"), entry.Secret("Value"), entry.Text("File"));
        var (notBefore, notAfter) = (entry.Instant("NotBefore"), entry.Instant("NotAfter"));

        var directory = entry.Text("Directory");
        if (!entry.Has("Id") && !entry.Has("Directory")) Fail(entry, "Id", "a key needs an Id, by which metrics show its use");
        if (entry.Has("Id") && entry.Has("Directory")) Fail(entry, "Id", "the keys of a Directory have the names of their files");
        if (Sources.Count(entry.Has) != 1) Fail(entry, "Value", "a key needs one of Value, File and Directory");
        else if (notAfter < notBefore) Fail(entry, "NotAfter", "the key ends before it begins");
        else if (directory is not null) ReadDirectory(entry, directory, notBefore, notAfter);
        else if (value is not null) Add(entry, "Value", id, ReadText(entry, "Value", value), notBefore, notAfter);
        else if (file is not null) Add(entry, "File", id, ReadFile(entry, "File", file), notBefore, notAfter);
        else _failed = true;
    }

    // The last name first: of keys that are named by date, the newest is the one that signs.
    private void ReadDirectory(SettingsSection entry, string path, DateTimeOffset? notBefore, DateTimeOffset? notAfter)
    {
        try
        {
            var names = files.List(Path.GetFullPath(path));
            if (names.IsEmpty) Fail(entry, "Directory", "there is no key in the directory: put files in it, each named by the key's id");
            foreach (var name in names.Reverse())
            {
                if (SettingsSection.IsName(name)) Add(entry, "Directory", name, ReadFile(entry, "Directory", Path.Combine(path, name)), notBefore, notAfter);
                else Fail(entry, "Directory", $"the file name {name} is no key id, which has letters, digits, dots, dashes and underscores, at most 64 of them");
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Fail(entry, "Directory", $"the directory cannot be read: {WhyUnreadable(e)}");
        }
    }

    private void Add(SettingsSection entry, string setting, string? id, byte[]? secret, DateTimeOffset? notBefore = null, DateTimeOffset? notAfter = null)
    {
        if (secret is not null && inspection.WhyRefused(id, secret) is { } reason) Fail(entry, setting, reason);
        if (id is not null && _keys.Any(key => key.Id == id))
            Fail(entry, setting is "Directory" ? setting : "Id", $"two keys have the id {id}");
        else if (id is not null && secret is not null)
            _keys.Add(new(id, secret, notBefore, notAfter));
        else
            _failed = true;
    }

    private byte[]? ReadFile(SettingsSection entry, string setting, string path)
    {
        // In a directory there are several.
        var what = setting is "File" ? "the file" : $"the file {path}";
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

    private byte[]? ReadText(SettingsSection entry, string setting, string? text)
    {
        if (text is null) return null;
        var secret = KeyText.Trim(Encoding.UTF8.GetBytes(text));
        return secret.IsEmpty ? Fail(entry, setting, "this is empty but for a line end: give it a value or leave it out") : secret.ToArray();
    }

    // The platform's own messages name the path, which may be a key that somebody wrote in its place.
    private static string WhyUnreadable(Exception e) => e switch
    {
        DirectoryNotFoundException => "there is no such directory",
        UnauthorizedAccessException => "access is denied",
        _ => e.Message,
    };

    private byte[]? Fail(SettingsSection entry, string setting, string message)
    {
        _failed = true;
        if (setting is "Value" or "Secret" || (setting is "File" or "Directory" && !KeyPath.IsPath(entry.Text(setting))))
            entry.RejectWithoutValue(setting, message);
        else
            entry.Reject(setting, message);
        return null;
    }
}
