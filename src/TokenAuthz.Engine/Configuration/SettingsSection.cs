using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using TokenAuthz.Signing.Schemes;

namespace TokenAuthz.Engine.Configuration;

/// <summary>
/// Reads the settings of one section and collects errors instead of throwing, so that a configuration shows all its mistakes at
/// once. Every name may be a path below the section, as in <c>Limits:Connections</c>.
/// </summary>
public sealed class SettingsSection : ISettingSource
{
    /// <summary>The section that has every setting.</summary>
    public const string Root = "TokenAuthz";

    /// <summary>What a name may be, for messages.</summary>
    public const string NameRule = "a name has letters, digits, dots, dashes and underscores, at most 64 of them";

    private const int MaxNameLength = 64;
    private const string Empty = "this is empty: give it a value or leave it out";

    private static readonly string[] InstantFormats = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz"];

    private readonly SettingsNode _node;
    private readonly ImmutableArray<ConfigurationError>.Builder _errors;

    // Every section of a configuration shares it, as it shares the errors; null while no caller asked for the values.
    private readonly StrongBox<Dictionary<string, string>?> _values;

    private SettingsSection(
        SettingsNode node, ImmutableArray<ConfigurationError>.Builder errors, StrongBox<Dictionary<string, string>?> values) =>
        (_node, _errors, _values) = (node, errors, values);

    /// <summary>Begins at a section of a configuration.</summary>
    /// <param name="settings">All settings by their paths; the later of a path overrides the earlier.</param>
    /// <param name="name">The section to read.</param>
    /// <param name="errors">Takes the errors of this section and of all below.</param>
    public static SettingsSection Of(
        IEnumerable<KeyValuePair<string, string?>> settings, string name, ImmutableArray<ConfigurationError>.Builder errors) =>
        new(SettingsNode.Build(settings).Child(name), errors, new());

    /// <summary>The section's path, as in <c>TokenAuthz:Keys:0</c>.</summary>
    public string Path => _node.Path;

    /// <summary>Reads a setting as it is described.</summary>
    public T Read<T>(Setting<T> setting) => setting.Reader(this);

    /// <summary>Has settings read, and returns the value of each by its path: the one that is written, or else the default.</summary>
    /// <param name="read">Reads settings of this section and of those below.</param>
    /// <param name="values">The values; secrets are among them.</param>
    internal T Read<T>(Func<SettingsSection, T> read, out FrozenDictionary<string, string> values)
    {
        _values.Value = new(StringComparer.OrdinalIgnoreCase);
        var result = read(this);
        values = _values.Value.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
        _values.Value = null;
        return result;
    }

    /// <summary>Whether the configuration has a setting, or anything below it.</summary>
    public bool Has(Setting setting) => Has(setting.Path);

    /// <summary>Whether the configuration has anything at a name or below it.</summary>
    public bool Has(string name) => _node.At(name).Exists;

    /// <summary>A text, or null when it is not set. Empty text is an error.</summary>
    public string? Text(string name) => Raw(name, isSecret: false);

    /// <summary>A text whose value no error message shows.</summary>
    public string? Secret(string name) => Raw(name, isSecret: true);

    /// <summary><c>true</c> or <c>false</c>.</summary>
    public bool Bool(string name, bool whenAbsent = false) =>
        Took(name, Parsed<bool>(name, bool.TryParse, "write true or false") ?? whenAbsent);

    /// <summary>A whole number within limits, both included.</summary>
    public int Number(string name, int whenAbsent, int min, int max) => Took(name, Number(name, min, max) ?? whenAbsent);

    /// <summary>A whole number within limits, both included; null when it is not set or was reported.</summary>
    public int? Number(string name, int min, int max) =>
        Parsed(
            name,
            (string text, out int value) =>
                int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value >= min && value <= max,
            $"write a whole number from {min} to {max}");

    /// <summary>A time span within limits, both included, as <c>hh:mm:ss</c>.</summary>
    public TimeSpan Duration(string name, TimeSpan whenAbsent, TimeSpan min, TimeSpan max) =>
        Took(name, Parsed(
            name,
            (string text, out TimeSpan value) =>
                TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out value)
                && value >= min && value <= max && text.Contains(':', StringComparison.Ordinal),
            $"write a time as hh:mm:ss, from {min:c} to {max:c}") ?? whenAbsent);

    /// <summary>An instant in ISO 8601 with its offset, or null when it is not set.</summary>
    public DateTimeOffset? Instant(string name) =>
        Parsed<DateTimeOffset>(name, TryParseInstant, "write an instant with its offset, such as 2027-02-01T00:00:00Z");

    /// <summary>One of a few words, in any case.</summary>
    /// <returns>The word as <paramref name="words"/> spells it.</returns>
    public string Choice(string name, string whenAbsent, params ReadOnlySpan<string> words)
    {
        var text = Text(name);
        if (text is null) return Took(name, whenAbsent);
        foreach (var word in words)
        {
            if (string.Equals(word, text, StringComparison.OrdinalIgnoreCase)) return Took(name, word);
        }

        Reject(name, $"{Suggestion.For(text, words)}write one of {string.Join(", ", words!)}");
        return whenAbsent;
    }

    /// <summary>
    /// A name that may stand in a metric's label and in a header: letters, digits, dot, dash, underscore, at most 64.
    /// Null when it is not set or was reported.
    /// </summary>
    public string? Name(string name)
    {
        var text = Text(name);
        if (text is null || IsName(text)) return text;
        Reject(name, NameRule);
        return null;
    }

    /// <summary>Whether a text is such a name.</summary>
    public static bool IsName(string text) =>
        text.Length is > 0 and <= MaxNameLength && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');

    /// <summary>The section below a name, whether or not anything is set there.</summary>
    public SettingsSection Section(string name) => Of(_node.At(name));

    /// <summary>The entries of a list, in the order of their numbers.</summary>
    public ImmutableArray<SettingsSection> List(string name) => [.. _node.At(name).Children.Select(Of)];

    /// <summary>The entries of a section whose names are the user's, by name.</summary>
    public ImmutableArray<KeyValuePair<string, SettingsSection>> Map(string name) =>
        [.. _node.At(name).Children.Select(entry => KeyValuePair.Create(entry.Key, Of(entry)))];

    /// <summary>A list of texts; a single text is a list of one. Empty when it is not set.</summary>
    public ImmutableArray<string> Strings(string name) => Strings(_node.At(name), name);

    /// <summary>Lists of texts by names of the user's choice; a single text is a list of one. Empty when it is not set.</summary>
    public ImmutableArray<KeyValuePair<string, ImmutableArray<string>>> StringsByName(string name) =>
    [
        .. _node.At(name).Children.Select(entry => KeyValuePair.Create(entry.Key, Strings(entry, $"{name}:{entry.Key}"))),
    ];

    /// <inheritdoc/>
    ImmutableArray<KeyValuePair<string, ImmutableArray<string>>> ISettingSource.Map(string name) => StringsByName(name);

    /// <summary>Sections by names of the user's choice.</summary>
    public ImmutableArray<KeyValuePair<string, ISettingSource>> Sections(string name) =>
        [.. _node.At(name).Children.Select(entry => KeyValuePair.Create<string, ISettingSource>(entry.Key, Of(entry)))];

    private ImmutableArray<string> Strings(SettingsNode list, string name)
    {
        var entries = string.IsNullOrEmpty(list.Value) ? list.Children : [list];
        ImmutableArray<string> texts = [.. entries.Where(IsText).Select(entry => entry.Value!)];
        if (!texts.IsEmpty) Took(name, string.Join(", ", texts));
        return texts;

        bool IsText(SettingsNode entry)
        {
            var isText = !string.IsNullOrEmpty(entry.Value) && !HasZeroByte(entry.Value);
            if (!isText) _errors.Add(new(entry.Path, null, "this is an entry of a list of texts: write a text, without a zero byte"));
            return isText;
        }
    }

    /// <summary>A list of texts that each mean a value.</summary>
    /// <param name="name">The name.</param>
    /// <param name="parse">Reads one text; throws <see cref="FormatException"/> with what to write instead.</param>
    public ImmutableArray<T> Strings<T>(string name, Func<string, T> parse)
    {
        var values = ImmutableArray.CreateBuilder<T>();
        foreach (var text in Strings(name))
        {
            try
            {
                values.Add(parse(text));
            }
            catch (FormatException e)
            {
                RejectWithoutValue(name, $"'{text}': {e.Message}");
            }
        }

        return values.ToImmutable();
    }

    /// <summary>Reports an error of one setting, with its value.</summary>
    public void Reject(Setting setting, string message) => Reject(setting.Path, message);

    /// <summary>Reports an error of one setting, with its value.</summary>
    public void Reject(string name, string message) => _errors.Add(new(_node.At(name).Path, _node.At(name).Value, message));

    /// <summary>Reports an error that no value belongs to, or whose value must not be shown.</summary>
    public void RejectWithoutValue(Setting setting, string message) => RejectWithoutValue(setting.Path, message);

    /// <summary>Reports an error that no value belongs to, or whose value must not be shown.</summary>
    public void RejectWithoutValue(string name, string message) => _errors.Add(new(_node.At(name).Path, null, message));

    /// <summary>Reports errors that are found elsewhere, such as in files that settings name.</summary>
    public void Reject(IEnumerable<ConfigurationError> errors) => _errors.AddRange(errors);

    /// <summary>Reports each setting, here and below, that is not among the known ones, and each value where settings belong.</summary>
    public void RejectUnknown(SettingsTree known) => new UnknownSettings(_errors).Reject(_node, known);

    /// <summary>Remembers the value that a setting has, by its path.</summary>
    internal T Took<T>(string name, T value)
    {
        _values.Value?[_node.At(name).Path] = string.Create(CultureInfo.InvariantCulture, $"{value}");
        return value;
    }

    private delegate bool Parser<T>(string text, out T value);

    // Accepts one spelling only: a time without its offset, or a day that may be a month, would be read by guessing.
    private static bool TryParseInstant(string text, out DateTimeOffset value) =>
        DateTimeOffset.TryParseExact(text, InstantFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out value);

    // No path, URL or name has one, and the platform's own classes throw at it.
    private static bool HasZeroByte(string? text) => text?.Contains('\0', StringComparison.Ordinal) is true;

    private SettingsSection Of(SettingsNode node) => new(node, _errors, _values);

    private T? Parsed<T>(string name, Parser<T> parse, string advice)
        where T : struct
    {
        var text = Text(name);
        if (text is null) return null;
        if (parse(text, out var value)) return Took(name, value);
        Reject(name, advice);
        return null;
    }

    private string? Raw(string name, bool isSecret)
    {
        var setting = _node.At(name);
        if (setting.Children.Any()) RejectWithoutValue(name, "this is a single value, not a section");
        else if (!isSecret && HasZeroByte(setting.Value)) RejectWithoutValue(name, "there is a zero byte in this text: leave it out");
        else if (setting.Value is "") _errors.Add(new(setting.Path, isSecret ? null : "", Empty));
        else return setting.Value is { } value ? Took(name, value) : null;
        return null;
    }
}
