using System.Collections.Immutable;
using System.Globalization;

namespace TokenAuthz.Signing.Schemes;

/// <summary>Makes the description of a setting of each kind, from the property that holds the value.</summary>
internal static class SettingOf
{
    public static SchemeSetting Text(
        string name,
        string meaning,
        Func<SchemeDefinition, string?> get,
        Func<SchemeDefinition, string, SchemeDefinition> with) => new(
            name,
            SchemeSettingKind.Text,
            meaning,
            (source, scheme) => source.Text(name) is { } text ? with(scheme, text) : scheme,
            scheme => Optional(get(scheme)));

    public static SchemeSetting Secret(
        string name,
        string meaning,
        Func<SchemeDefinition, string?> get,
        Func<SchemeDefinition, string, SchemeDefinition> with) => new(
            name,
            SchemeSettingKind.Secret,
            meaning,
            (source, scheme) => source.Secret(name) is { } text ? with(scheme, text) : scheme,
            scheme => Optional(get(scheme)));

    public static SchemeSetting List(
        string name,
        string meaning,
        Func<SchemeDefinition, ImmutableArray<string>> get,
        Func<SchemeDefinition, ImmutableArray<string>, SchemeDefinition> with) => new(
            name,
            SchemeSettingKind.List,
            meaning,
            (source, scheme) => source.Strings(name) is { IsEmpty: false } texts ? with(scheme, texts) : scheme,
            get);

    public static SchemeSetting Choice<T>(
        string name,
        string meaning,
        Func<SchemeDefinition, T> get,
        Func<SchemeDefinition, T, SchemeDefinition> with)
        where T : struct, Enum => new(
            name,
            SchemeSettingKind.Choice,
            meaning,
            (source, scheme) => with(scheme, Enum.Parse<T>(source.Choice(name, get(scheme).ToString(), Enum.GetNames<T>()))),
            scheme => [get(scheme).ToString()])
        {
            Choices = [.. Enum.GetNames<T>()],
        };

    public static SchemeSetting Flag(
        string name,
        string meaning,
        Func<SchemeDefinition, bool> get,
        Func<SchemeDefinition, bool, SchemeDefinition> with) => new(
            name,
            SchemeSettingKind.Flag,
            meaning,
            (source, scheme) => with(scheme, source.Bool(name, get(scheme))),
            scheme => [get(scheme) ? "true" : "false"]);

    public static SchemeSetting Number(
        string name,
        string meaning,
        (int Min, int Max) limits,
        Func<SchemeDefinition, int> get,
        Func<SchemeDefinition, int, SchemeDefinition> with) => new(
            name,
            SchemeSettingKind.Number,
            meaning,
            (source, scheme) => with(scheme, source.Number(name, get(scheme), limits.Min, limits.Max)),
            scheme => [Text(get(scheme))])
        {
            Limits = (Text(limits.Min), Text(limits.Max)),
            IsWithinLimits = scheme => get(scheme) >= limits.Min && get(scheme) <= limits.Max,
        };

    public static SchemeSetting Duration(
        string name,
        string meaning,
        (TimeSpan Min, TimeSpan Max) limits,
        Func<SchemeDefinition, TimeSpan> get,
        Func<SchemeDefinition, TimeSpan, SchemeDefinition> with) => new(
            name,
            SchemeSettingKind.Duration,
            meaning,
            (source, scheme) => with(scheme, source.Duration(name, get(scheme), limits.Min, limits.Max)),
            scheme => [Text(get(scheme))])
        {
            Limits = (Text(limits.Min), Text(limits.Max)),
            IsWithinLimits = scheme => get(scheme) >= limits.Min && get(scheme) <= limits.Max,
        };

    public static SchemeSetting OptionalDuration(
        string name,
        string meaning,
        (TimeSpan Min, TimeSpan Max) limits,
        Func<SchemeDefinition, TimeSpan?> get,
        Func<SchemeDefinition, TimeSpan?, SchemeDefinition> with) => new(
            name,
            SchemeSettingKind.Duration,
            meaning,
            (source, scheme) => source.Text(name) is null ? scheme : with(scheme, source.Duration(name, default, limits.Min, limits.Max)),
            scheme => get(scheme) is { } time ? [Text(time)] : [])
        {
            Limits = (Text(limits.Min), Text(limits.Max)),
            IsWithinLimits = scheme => get(scheme) is not { } time || (time >= limits.Min && time <= limits.Max),
        };

    public static SchemeSetting Templates(
        string name,
        string meaning,
        Func<SchemeDefinition, ImmutableSortedDictionary<string, string>> get,
        Func<SchemeDefinition, ImmutableSortedDictionary<string, string>, SchemeDefinition> with) => new(
            name,
            SchemeSettingKind.Map,
            meaning,
            (source, scheme) => with(scheme, get(scheme).SetItems(
                source.Map(name).Select(entry => KeyValuePair.Create(entry.Key, string.Concat(entry.Value))))),
            scheme => [.. get(scheme).Select(entry => $"{entry.Key} = {entry.Value}")]);

    public static SchemeSetting Lists(
        string name,
        string meaning,
        Func<SchemeDefinition, ImmutableSortedDictionary<string, ImmutableArray<string>>> get,
        Func<SchemeDefinition, ImmutableSortedDictionary<string, ImmutableArray<string>>, SchemeDefinition> with) => new(
            name,
            SchemeSettingKind.Map,
            meaning,
            (source, scheme) => with(scheme, get(scheme).SetItems(source.Map(name))),
            scheme => [.. get(scheme).SelectMany(entry => entry.Value.Select(text => $"{entry.Key} = {text}"))]);

    private static ImmutableArray<string> Optional(string? text) => string.IsNullOrEmpty(text) ? [] : [text];

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Text(TimeSpan duration) => duration.ToString("c", CultureInfo.InvariantCulture);
}
