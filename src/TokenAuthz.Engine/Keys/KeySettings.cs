using System.Collections.Immutable;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Signing.Algorithms;
using TokenAuthz.Signing.Keys;

namespace TokenAuthz.Engine.Keys;

/// <summary>The settings of keys.</summary>
internal static class KeySettings
{
    /// <summary>What the id of a key may be, for messages.</summary>
    public static readonly string IdRule = $"an id has 1 to {Key.MaxIdLength} printable characters of ASCII, and no blanks";

    public static readonly Setting<string?> Secret = Setting.Secret(
        "Secret",
        "The key, as text. Its id is `default`. A byte-order mark in front and one line end behind are no part of any key.");

    public static readonly Setting<string?> Id = Setting.Text(
        "Id",
        "The key's id, by which tokens, metrics and logs name it: at most 256 printable characters without blanks, such as " +
            "`https://example.com/keys#1`. Several entries may have one id. " +
            "Of a JWK set, the keys have their own, and this one names all " +
            "of them in the `Keys` of a policy. The keys of a `Directory` have the names of their files.") with
    {
        Pattern = $"^[!-~]{{1,{Key.MaxIdLength}}}$",
        Reader = ReadId,
    };

    public static readonly Setting<string?> Value = Setting.Secret(
        "Value", "The key: a secret as text, a public key or a JWK set; see [keys](keys.md).");

    public static readonly Setting<string?> File = Setting.Text(
        "File", "A file that holds the key or the set. The service reads it again when it changes.");

    public static readonly Setting<string?> Directory = Setting.Text(
        "Directory",
        "A directory of such files, each named by its key's id, in PEM and JSON with the ending `.pem` and `.json`. The last name signs " +
            "first.");

    public static readonly Setting<SignatureAlgorithm?> Algorithm = Setting.Choice<SignatureAlgorithm?>(
        "Algorithm",
        null,
        [null, .. Enum.GetValues<SignatureAlgorithm>().Where(one => one.KindOfKey() is not null).Cast<SignatureAlgorithm?>()],
        algorithm => algorithm?.ToString() ?? "Any",
        "The only algorithm that the key may be used with, as a JWK's `alg` says too. A scheme with another one refuses the key, and one " +
            "with the algorithm `FromKey` obeys it.");

    public static readonly Setting<DateTimeOffset?> NotBefore = Setting.Instant(
        "NotBefore", "The instant from which the key is valid, such as `2027-02-01T00:00:00Z`.");

    public static readonly Setting<DateTimeOffset?> NotAfter = Setting.Instant(
        "NotAfter", "The instant after which the key is not valid any more.");

    public static readonly Setting<ImmutableArray<SettingsSection>> Keys = Setting.List(
        "Keys",
        [Id, Value, File, Directory, Algorithm, NotBefore, NotAfter],
        "More keys, all of them valid at the same time, each with one of `Value`, `File` and `Directory`.");

    public static readonly Setting<bool> AllowWeakKeys = Setting.Bool(
        "AllowWeakKeys",
        "Accepts keys that can be guessed: well-known ones, such as `secret` and `changeme`, in any case or encoding, and those of fewer " +
            "than 8 bytes; and RSA keys of 1024 to 2047 bits, for tests. Development accepts them in any case. Secrets of fewer than 16 " +
            "bytes raise a warning.");

    /// <summary>Whether a text can be the id of a configured key.</summary>
    public static bool IsId(string text) => Key.IsId(text) && !text.Contains(' ', StringComparison.Ordinal);

    private static string? ReadId(SettingsSection entry)
    {
        var text = entry.Text("Id");
        if (text is null || IsId(text)) return text;
        entry.Reject("Id", IdRule);
        return null;
    }
}
