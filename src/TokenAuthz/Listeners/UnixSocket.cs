using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using TokenAuthz.Engine.Configuration;

namespace TokenAuthz.Listeners;

/// <summary>A Unix socket, on which only those may ask who may write to its file.</summary>
/// <param name="Path">The file.</param>
/// <param name="Mode">Who may write to it.</param>
/// <param name="GroupId">The id of the file's group; null for the process's own.</param>
internal sealed record UnixSocket(string Path, UnixFileMode Mode, int? GroupId)
{
    /// <summary>What a URL of one begins with.</summary>
    public const string Scheme = "unix:";

    /// <summary>A URL of one.</summary>
    public const string Pattern = "^unix:/.+$";

    // What the kernel's address of a socket has room for (sun_path), without the end.
    private const int MaxPathBytes = 107;

    private const string DefaultMode = "660";

    private const string Groups = "/etc/group";

    private static readonly Setting<string?> ModeSetting = Setting.Text(
        "SocketMode", "The mode of a Unix socket's file, in octal digits: whoever may write to the file may ask.") with
    {
        Default = DefaultMode,
        Pattern = "^[0-7]{3,4}$",
    };

    private static readonly Setting<string?> Group = Setting.Text(
        "SocketGroup", "The group of a Unix socket's file, by its name or number.") with
    { DefaultNote = "the process's own" };

    /// <summary>Describes the settings of the file.</summary>
    public static ImmutableArray<Setting> All { get; } = [ModeSetting, Group];

    /// <summary>Reads a URL and the settings of the file; mistakes are reported to the section.</summary>
    /// <param name="listener">The listener's section.</param>
    /// <param name="url">The setting of the URL.</param>
    /// <returns>Null when the URL is none of a Unix socket.</returns>
    public static UnixSocket? Read(SettingsSection listener, Setting<string?> url)
    {
        if (listener.Read(url)?.StartsWith(Scheme, StringComparison.Ordinal) is not true)
        {
            foreach (var setting in new[] { ModeSetting, Group })
            {
                if (listener.Has(setting))
                    listener.Reject(setting, "only a Unix socket has one: write unix:PATH as Url, or leave this out");
            }

            return null;
        }

        var path = listener.Read(url)![Scheme.Length..];
        if (!System.IO.Path.IsPathFullyQualified(path))
            listener.Reject(url, "write the whole path, as in unix:/run/token-authz/check.sock");
        if (Encoding.UTF8.GetByteCount(path) > MaxPathBytes)
            listener.Reject(url, $"the path of a Unix socket has {MaxPathBytes} bytes at most");
        return new(path, ReadMode(listener), ReadGroup(listener));
    }

    private static UnixFileMode ReadMode(SettingsSection listener)
    {
        try
        {
            var mode = Convert.ToInt32(listener.Read(ModeSetting) ?? DefaultMode, 8);
            if (mode is > 0 and <= 0x1FF) return (UnixFileMode)mode;
        }
        catch (Exception e) when (e is FormatException or ArgumentException or OverflowException)
        {
            // Reported below, like a number that is no mode.
        }

        listener.Reject(ModeSetting, "write three octal digits, such as 660 for owner and group");
        return UnixFileMode.None;
    }

    private static int? ReadGroup(SettingsSection listener)
    {
        if (listener.Read(Group) is not { } name) return null;
        if (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var id)) return id;
        foreach (var line in File.Exists(Groups) ? File.ReadLines(Groups) : [])
        {
            // name:password:number:members
            if (line.Split(':') is [var entry, _, var number, ..] && entry == name) return int.Parse(number, CultureInfo.InvariantCulture);
        }

        listener.Reject(Group, $"{Groups} has no such group: write its number");
        return null;
    }
}
