using System.Collections.Immutable;
using System.Globalization;

namespace TokenAuthz.Engine.Configuration;

/// <summary>
/// Describes one setting. The reader, <c>docs/settings.md</c> and the JSON schemas of the configuration file and of the chart are
/// made from this description, so that a name, a limit, a default and a meaning stand in one place.
/// </summary>
public abstract record Setting
{
    private protected Setting()
    {
    }

    /// <summary>The path below the section that has the setting, as in <c>Limits:Connections</c>.</summary>
    public required string Path { get; init; }

    /// <summary>How the value is written.</summary>
    public required SettingKind Kind { get; init; }

    /// <summary>What the setting does, in Markdown.</summary>
    public required string Meaning { get; init; }

    /// <summary>The default as the configuration writes it; null when the setting has none or it is no fixed value.</summary>
    public string? Default { get; init; }

    /// <summary>The default in words, when it is no fixed value; null for "none".</summary>
    public string? DefaultNote { get; init; }

    /// <summary>Whether the setting has to be there.</summary>
    public bool IsRequired { get; init; }

    /// <summary>The least and the greatest value, both included, as configuration writes them; null when there are none.</summary>
    public (string Min, string Max)? Limits { get; init; }

    /// <summary>The words that a choice may be; empty for other kinds.</summary>
    public ImmutableArray<string> Choices { get; init; } = [];

    /// <summary>A regular expression (ECMA-262) of every text that the reader accepts; null when the kind says all.</summary>
    public string? Pattern { get; init; }

    /// <summary>The name that earlier versions had; null when the setting was never renamed.</summary>
    public string? FormerName { get; init; }

    /// <summary>The settings of each entry of a list or a map; empty for other kinds.</summary>
    public ImmutableArray<Setting> Members { get; init; } = [];

    /// <summary>Tells which values of a secret setting must not be shown.</summary>
    public Func<string, bool> IsSecret { get; init; } = static _ => false;

    /// <summary>Describes a text.</summary>
    public static Setting<string?> Text(string path, string meaning) =>
        new() { Path = path, Kind = SettingKind.Text, Meaning = meaning, Reader = section => section.Text(path) };

    /// <summary>Describes a text that no message shows.</summary>
    public static Setting<string?> Secret(string path, string meaning) =>
        new()
        {
            Path = path,
            Kind = SettingKind.Secret,
            Meaning = meaning,
            IsSecret = static _ => true,
            Reader = section => section.Secret(path),
        };

    /// <summary>Describes a name.</summary>
    public static Setting<string?> Name(string path, string meaning) =>
        new() { Path = path, Kind = SettingKind.Name, Meaning = meaning, Reader = section => section.Name(path) };

    /// <summary>Describes an instant.</summary>
    public static Setting<DateTimeOffset?> Instant(string path, string meaning) =>
        new() { Path = path, Kind = SettingKind.Instant, Meaning = meaning, Reader = section => section.Instant(path) };

    /// <summary>Describes a switch.</summary>
    public static Setting<bool> Bool(string path, string meaning, bool whenAbsent = false) => new()
    {
        Path = path,
        Kind = SettingKind.Bool,
        Meaning = meaning,
        Default = whenAbsent ? "true" : "false",
        Reader = section => section.Bool(path, whenAbsent),
    };

    /// <summary>Describes a whole number.</summary>
    public static Setting<int> Number(string path, int whenAbsent, int min, int max, string meaning) => new()
    {
        Path = path,
        Kind = SettingKind.Number,
        Meaning = meaning,
        Default = whenAbsent.ToString(CultureInfo.InvariantCulture),
        Limits = (min.ToString(CultureInfo.InvariantCulture), max.ToString(CultureInfo.InvariantCulture)),
        Reader = section => section.Number(path, whenAbsent, min, max),
    };

    /// <summary>Describes a whole number whose default is not fixed.</summary>
    public static Setting<int?> Number(string path, int min, int max, string defaultNote, string meaning) => new()
    {
        Path = path,
        Kind = SettingKind.Number,
        Meaning = meaning,
        DefaultNote = defaultNote,
        Limits = (min.ToString(CultureInfo.InvariantCulture), max.ToString(CultureInfo.InvariantCulture)),
        Reader = section => section.Number(path, min, max),
    };

    /// <summary>Describes a time span.</summary>
    public static Setting<TimeSpan> Duration(string path, TimeSpan whenAbsent, TimeSpan min, TimeSpan max, string meaning) => new()
    {
        Path = path,
        Kind = SettingKind.Duration,
        Meaning = meaning,
        Default = whenAbsent.ToString("c", CultureInfo.InvariantCulture),
        Limits = (min.ToString("c", CultureInfo.InvariantCulture), max.ToString("c", CultureInfo.InvariantCulture)),
        Reader = section => section.Duration(path, whenAbsent, min, max),
    };

    /// <summary>Describes one of the names of an enumeration.</summary>
    public static Setting<T> Choice<T>(string path, T whenAbsent, string meaning)
        where T : struct, Enum =>
        Choice(path, whenAbsent, [.. Enum.GetValues<T>()], value => value.ToString(), meaning);

    /// <summary>Describes one of some values, each written by its name.</summary>
    public static Setting<T> Choice<T>(string path, T whenAbsent, ImmutableArray<T> values, Func<T, string> nameOf, string meaning)
    {
        ImmutableArray<string> names = [.. values.Select(nameOf)];
        var absentName = nameOf(whenAbsent);
        return new()
        {
            Path = path,
            Kind = SettingKind.Choice,
            Meaning = meaning,
            Choices = names,
            Default = absentName,
            Reader = section => values[names.IndexOf(section.Choice(path, absentName, names.AsSpan()))],
        };
    }

    /// <summary>Describes a list of texts.</summary>
    public static Setting<ImmutableArray<string>> Strings(string path, string meaning) =>
        new() { Path = path, Kind = SettingKind.Strings, Meaning = meaning, Reader = section => section.Strings(path) };

    /// <summary>Describes a list of texts, each of which is parsed.</summary>
    /// <param name="path">The path.</param>
    /// <param name="parse">Reads one text; throws <see cref="FormatException"/> with what to write instead.</param>
    /// <param name="meaning">The meaning.</param>
    public static Setting<ImmutableArray<T>> Strings<T>(string path, Func<string, T> parse, string meaning) =>
        new() { Path = path, Kind = SettingKind.Strings, Meaning = meaning, Reader = section => section.Strings(path, parse) };

    /// <summary>Describes lists of texts by names of the user's choice.</summary>
    public static Setting<ImmutableArray<KeyValuePair<string, ImmutableArray<string>>>> StringsByName(string path, string meaning) =>
        new() { Path = path, Kind = SettingKind.StringsByName, Meaning = meaning, Reader = section => section.StringsByName(path) };

    /// <summary>Describes a list of sections.</summary>
    public static Setting<ImmutableArray<SettingsSection>> List(string path, ImmutableArray<Setting> members, string meaning) =>
        new() { Path = path, Kind = SettingKind.List, Meaning = meaning, Members = members, Reader = section => section.List(path) };

    /// <summary>Describes sections whose names are the user's.</summary>
    public static Setting<ImmutableArray<KeyValuePair<string, SettingsSection>>> Map(
        string path, ImmutableArray<Setting> members, string meaning) =>
        new() { Path = path, Kind = SettingKind.Map, Meaning = meaning, Members = members, Reader = section => section.Map(path) };

    /// <summary>Describes a setting, or a section, that another program reads.</summary>
    public static Setting Elsewhere(string path) =>
        new Setting<object?> { Path = path, Kind = SettingKind.Elsewhere, Meaning = "Another program reads it.", Reader = _ => null };
}
