using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Signing.Keys;

namespace TokenAuthz.Engine.Keys;

/// <summary>
/// Reads the keys as they are written: <c>Secret</c>, which is the key <c>default</c>, then the list <c>Keys</c> of values,
/// files and directories of files. What the text of a key stands for is up to the scheme that uses it.
/// </summary>
internal sealed class KeyReader(SettingsSection settings, WatchedFiles files, bool isDevelopment, DateTimeOffset now)
{
    private const string DefaultId = "default";

    // What the embedded development configuration signs with: the article's.
    private const string DevelopmentSecret = "secret";

    // Enough for any key; a larger file is another file.
    private const int MaxSecretSize = 4096;

    // The largest, its line end, and one byte that tells that there is more.
    private const int MaxFileSize = MaxSecretSize + 3;

    // What people write when they mean to come back later.
    private static readonly FrozenSet<string> WeakSecrets =
        FrozenSet.Create(StringComparer.OrdinalIgnoreCase, DevelopmentSecret, "changeme", "change-me", "password", "test");

    private static readonly ImmutableArray<string> Sources = ["Value", "File", "Directory"];

    private readonly ImmutableArray<Key>.Builder _keys = ImmutableArray.CreateBuilder<Key>();
    private bool _failed;

    /// <summary>Reads the keys in the order in which they are tried, or reports errors and gives none.</summary>
    public ImmutableArray<Key> Read()
    {
        var allowWeak = settings.Flag("AllowWeakKeys") || isDevelopment;
        if (settings.Has("Secret")) Add(settings, "Secret", DefaultId, Bytes(settings.Secret("Secret")), allowWeak);
        foreach (var entry in settings.List("Keys")) ReadEntry(entry, allowWeak);

        if (_failed) return [];
        if (_keys.Count == 0 && isDevelopment) return [new(DefaultId, Encoding.UTF8.GetBytes(DevelopmentSecret))];
        if (_keys.Count == 0)
            settings.RejectUnseen("Secret", "there is no key: set the environment variable TokenAuthz__Secret, or a list of TokenAuthz:Keys, each with Id and Value or File, or with the Directory of such files");
        else if (_keys.All(key => key.NotAfter < now))
            settings.RejectUnseen("Keys", "every key has ended: add one whose NotAfter is not in the past");
        else
            return _keys.ToImmutable();
        return [];
    }

    private void ReadEntry(SettingsSection entry, bool allowWeak)
    {
        var (id, value, file) = (entry.Name("Id"), entry.Secret("Value"), entry.Text("File"));
        var (notBefore, notAfter) = (entry.Instant("NotBefore"), entry.Instant("NotAfter"));

        var directory = entry.Text("Directory");
        if (!entry.Has("Id") && !entry.Has("Directory")) Fail(entry, "Id", "a key needs an Id, by which metrics show its use");
        if (entry.Has("Id") && entry.Has("Directory")) Fail(entry, "Id", "the keys of a Directory have the names of their files");
        if (Sources.Count(entry.Has) != 1) Fail(entry, "Value", "a key needs one of Value, File and Directory");
        else if (notAfter < notBefore) Fail(entry, "NotAfter", "the key ends before it begins");
        else if (directory is not null) ReadDirectory(entry, directory, allowWeak, notBefore, notAfter);
        else if (value is not null) Add(entry, "Value", id, Bytes(value), allowWeak, notBefore, notAfter);
        else if (file is not null) Add(entry, "File", id, ReadFile(entry, "File", file), allowWeak, notBefore, notAfter);
        else _failed = true;
    }

    // The last name first: of keys that are named by date, the newest is the one that signs.
    private void ReadDirectory(SettingsSection entry, string path, bool allowWeak, DateTimeOffset? notBefore, DateTimeOffset? notAfter)
    {
        try
        {
            var names = files.List(Path.GetFullPath(path));
            if (names.IsEmpty) Fail(entry, "Directory", "there is no key in the directory: put files in it, each named by the key's id");
            foreach (var name in names.Reverse())
            {
                if (SettingsSection.IsName(name)) Add(entry, "Directory", name, ReadFile(entry, "Directory", Path.Combine(path, name)), allowWeak, notBefore, notAfter);
                else Fail(entry, "Directory", $"the file name {name} is no key id, which has letters, digits, dots, dashes and underscores, at most 64 of them");
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Fail(entry, "Directory", $"the directory cannot be read: {e.Message}");
        }
    }

    private void Add(SettingsSection entry, string setting, string? id, byte[]? secret, bool allowWeak, DateTimeOffset? notBefore = null, DateTimeOffset? notAfter = null)
    {
        if (secret is not null && !allowWeak && WeakSecrets.Contains(Encoding.UTF8.GetString(secret)))
            Fail(entry, setting, "this key is one that everybody knows: set another (openssl rand -hex 32), or AllowWeakKeys to true if you mean it");
        if (id is not null && _keys.Any(key => key.Id == id))
            Fail(entry, setting is "Directory" ? setting : "Id", $"two keys have the id {id}");
        else if (id is not null && secret is not null)
            _keys.Add(new(id, secret, notBefore, notAfter));
        else
            _failed = true;
    }

    private byte[]? ReadFile(SettingsSection entry, string setting, string path)
    {
        try
        {
            // In a directory there are several.
            var what = setting is "File" ? "the file" : $"the file {path}";
            var bytes = TrimLineEnd(files.Read(Path.GetFullPath(path), MaxFileSize));
            return bytes.Length switch
            {
                0 => Fail(entry, setting, $"{what} is empty"),
                > MaxSecretSize => Fail(entry, setting, $"{what} has more than {MaxSecretSize} bytes: that is no key"),
                _ => bytes,
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return Fail(entry, setting, $"the file cannot be read: {e.Message}");
        }
    }

    private static byte[]? Bytes(string? secret) => secret is null ? null : Encoding.UTF8.GetBytes(secret);

    // Editors and `echo` end a file with a line end that nobody means to be part of the key.
    private static byte[] TrimLineEnd(byte[] bytes)
    {
        var end = bytes.Length;
        if (end > 0 && bytes[end - 1] == '\n') end--;
        if (end > 0 && end < bytes.Length && bytes[end - 1] == '\r') end--;
        return bytes[..end];
    }

    private byte[]? Fail(SettingsSection entry, string setting, string message)
    {
        _failed = true;
        if (setting is "Value" or "Secret") entry.RejectUnseen(setting, message);
        else entry.Reject(setting, message);
        return null;
    }
}
