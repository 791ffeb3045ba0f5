using System.Collections.Immutable;
using System.Globalization;

namespace TokenAuthz.Signing.Schemes;

/// <summary>Makes the description of a setting of each kind, from the property that holds the value.</summary>
internal static class SettingOf<TDefinition>
    where TDefinition : class
{
    public static DefinitionSetting<TDefinition> Text(
        string name,
        string meaning,
        Func<TDefinition, string?> get,
        Func<TDefinition, string, TDefinition> with) => new(
            name,
            SchemeSettingKind.Text,
            meaning,
            (source, definition) => source.Text(name) is { } text ? with(definition, text) : definition,
            definition => Optional(get(definition)));

    public static DefinitionSetting<TDefinition> Secret(
        string name,
        string meaning,
        Func<TDefinition, string?> get,
        Func<TDefinition, string, TDefinition> with) => new(
            name,
            SchemeSettingKind.Secret,
            meaning,
            (source, definition) => source.Secret(name) is { } text ? with(definition, text) : definition,
            definition => Optional(get(definition)));

    public static DefinitionSetting<TDefinition> List(
        string name,
        string meaning,
        Func<TDefinition, ImmutableArray<string>> get,
        Func<TDefinition, ImmutableArray<string>, TDefinition> with) => new(
            name,
            SchemeSettingKind.List,
            meaning,
            (source, definition) => source.Strings(name) is { IsEmpty: false } texts ? with(definition, texts) : definition,
            get);

    public static DefinitionSetting<TDefinition> Choice<T>(
        string name,
        string meaning,
        Func<TDefinition, T> get,
        Func<TDefinition, T, TDefinition> with)
        where T : struct, Enum => new(
            name,
            SchemeSettingKind.Choice,
            meaning,
            (source, definition) => with(definition, Enum.Parse<T>(source.Choice(name, get(definition).ToString(), Enum.GetNames<T>()))),
            definition => [get(definition).ToString()])
        {
            Choices = [.. Enum.GetNames<T>()],
        };

    public static DefinitionSetting<TDefinition> Flag(
        string name,
        string meaning,
        Func<TDefinition, bool> get,
        Func<TDefinition, bool, TDefinition> with) => new(
            name,
            SchemeSettingKind.Flag,
            meaning,
            (source, definition) => with(definition, source.Bool(name, get(definition))),
            definition => [get(definition) ? "true" : "false"]);

    public static DefinitionSetting<TDefinition> Number(
        string name,
        string meaning,
        (int Min, int Max) limits,
        Func<TDefinition, int> get,
        Func<TDefinition, int, TDefinition> with) => new(
            name,
            SchemeSettingKind.Number,
            meaning,
            (source, definition) => with(definition, source.Number(name, get(definition), limits.Min, limits.Max)),
            definition => [Text(get(definition))])
        {
            Limits = (Text(limits.Min), Text(limits.Max)),
            IsWithinLimits = definition => get(definition) >= limits.Min && get(definition) <= limits.Max,
        };

    public static DefinitionSetting<TDefinition> Duration(
        string name,
        string meaning,
        (TimeSpan Min, TimeSpan Max) limits,
        Func<TDefinition, TimeSpan> get,
        Func<TDefinition, TimeSpan, TDefinition> with) => new(
            name,
            SchemeSettingKind.Duration,
            meaning,
            (source, definition) => with(definition, source.Duration(name, get(definition), limits.Min, limits.Max)),
            definition => [Text(get(definition))])
        {
            Limits = (Text(limits.Min), Text(limits.Max)),
            IsWithinLimits = definition => get(definition) >= limits.Min && get(definition) <= limits.Max,
        };

    public static DefinitionSetting<TDefinition> OptionalDuration(
        string name,
        string meaning,
        (TimeSpan Min, TimeSpan Max) limits,
        Func<TDefinition, TimeSpan?> get,
        Func<TDefinition, TimeSpan?, TDefinition> with) => new(
            name,
            SchemeSettingKind.Duration,
            meaning,
            (source, definition) => source.Text(name) is null
                ? definition
                : with(definition, source.Duration(name, default, limits.Min, limits.Max)),
            definition => get(definition) is { } time ? [Text(time)] : [])
        {
            Limits = (Text(limits.Min), Text(limits.Max)),
            IsWithinLimits = definition => get(definition) is not { } time || (time >= limits.Min && time <= limits.Max),
        };

    public static DefinitionSetting<TDefinition> Templates(
        string name,
        string meaning,
        Func<TDefinition, ImmutableSortedDictionary<string, string>> get,
        Func<TDefinition, ImmutableSortedDictionary<string, string>, TDefinition> with) => new(
            name,
            SchemeSettingKind.Map,
            meaning,
            (source, definition) => with(definition, get(definition).SetItems(
                source.Map(name).Select(entry => KeyValuePair.Create(entry.Key, string.Concat(entry.Value))))),
            definition => [.. get(definition).Select(entry => $"{entry.Key} = {entry.Value}")]);

    public static DefinitionSetting<TDefinition> Lists(
        string name,
        string meaning,
        Func<TDefinition, ImmutableSortedDictionary<string, ImmutableArray<string>>> get,
        Func<TDefinition, ImmutableSortedDictionary<string, ImmutableArray<string>>, TDefinition> with) => new(
            name,
            SchemeSettingKind.Map,
            meaning,
            (source, definition) => with(definition, get(definition).SetItems(source.Map(name))),
            definition => [.. get(definition).SelectMany(entry => entry.Value.Select(text => $"{entry.Key} = {text}"))]);

    private static ImmutableArray<string> Optional(string? text) => string.IsNullOrEmpty(text) ? [] : [text];

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Text(TimeSpan duration) => duration.ToString("c", CultureInfo.InvariantCulture);
}
