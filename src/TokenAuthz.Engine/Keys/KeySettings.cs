using System.Collections.Immutable;
using TokenAuthz.Engine.Configuration;

namespace TokenAuthz.Engine.Keys;

/// <summary>The settings of keys.</summary>
internal static class KeySettings
{
    public static readonly Setting<string?> Secret = Setting.Secret(
        "Secret",
        "The key, as text. Its id is `default`. A byte-order mark in front and one line end behind are no part of any key.");

    public static readonly Setting<string?> Id = Setting.Name(
        "Id", "The key's id, by which metrics and logs name it. The keys of a `Directory` have the names of their files.");

    public static readonly Setting<string?> Value = Setting.Secret("Value", "The key, as text.");

    public static readonly Setting<string?> File = Setting.Text(
        "File", "A file that holds the key. The service reads it again when it changes.");

    public static readonly Setting<string?> Directory = Setting.Text(
        "Directory", "A directory of such files, each named by its key's id. The last name signs first.");

    public static readonly Setting<DateTimeOffset?> NotBefore = Setting.Instant(
        "NotBefore", "The instant from which the key is valid, such as `2027-02-01T00:00:00Z`.");

    public static readonly Setting<DateTimeOffset?> NotAfter = Setting.Instant(
        "NotAfter", "The instant after which the key is not valid any more.");

    public static readonly Setting<ImmutableArray<SettingsSection>> Keys = Setting.List(
        "Keys",
        [Id, Value, File, Directory, NotBefore, NotAfter],
        "More keys, all of them valid at the same time, each with one of `Value`, `File` and `Directory`.");

    public static readonly Setting<bool> AllowWeakKeys = Setting.Bool(
        "AllowWeakKeys",
        "Accepts keys that can be guessed: well-known ones, such as `secret` and `changeme`, in any case or encoding, and those of fewer " +
            "than 8 bytes. Development accepts them in any case. Keys of fewer than 16 bytes raise a warning.");
}
