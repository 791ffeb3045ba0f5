using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using TokenAuthz.Signing.Schemes;

namespace TokenAuthz.Engine.Configuration;

/// <summary>
/// Reads the settings of one section, collecting errors instead of throwing. What was asked for is what there is:
/// <see cref="RejectUnknown"/> reports every other name, so that a typo is an error and not a silent default.
/// </summary>
public sealed class SettingsSection : ISettingSource
{
    /// <summary>The section that everything stands in.</summary>
    public const string Root = "TokenAuthz";

    private static readonly string[] InstantFormats = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz"];

    private readonly SettingsNode _node;
    private readonly ImmutableArray<ConfigurationError>.Builder _errors;
    private readonly Dictionary<string, SettingsSection> _children = new(StringComparer.OrdinalIgnoreCase);
    private readonly SortedSet<string> _known = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _renamed = new(StringComparer.OrdinalIgnoreCase);

    // Shared by all sections of a configuration, as are the errors; null while nobody wants to know.
    private readonly StrongBox<Dictionary<string, string>?> _values;

    private SettingsSection(SettingsNode node, ImmutableArray<ConfigurationError>.Builder errors, StrongBox<Dictionary<string, string>?> values) =>
        (_node, _errors, _values) = (node, errors, values);

    /// <summary>Begins at a section of a configuration.</summary>
    /// <param name="settings">All settings by their paths; the later of a path overrides the earlier.</param>
    /// <param name="name">The section to read.</param>
    /// <param name="errors">Where errors go, of this section and all below.</param>
    public static SettingsSection Of(IEnumerable<KeyValuePair<string, string?>> settings, string name, ImmutableArray<ConfigurationError>.Builder errors) =>
        new(SettingsNode.Build(settings).Child(name), errors, new());

    /// <summary>The section's path, as in <c>TokenAuthz:Keys:0</c>.</summary>
    public string Path => _node.Path;

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

    /// <summary>Whether anything below a name is set.</summary>
    public bool Has(string name) => Known(name).Exists;

    /// <summary>Leaves settings, and all below them, to another reader of the same configuration: they are no typos, and are not looked at.</summary>
    public void IgnoreHere(params ReadOnlySpan<string> names)
    {
        foreach (var name in names) Known(name);
    }

    /// <summary>Declares the former name of a setting, so that the error for it says what the setting is called now.</summary>
    public void Renamed(string former, string name) => _renamed[former] = name;

    /// <summary>A text, or null when it is not set. Empty text is an error.</summary>
    public string? Text(string name) => Raw(name, isSecret: false);

    /// <summary>A text whose value no error message shows.</summary>
    public string? Secret(string name) => Raw(name, isSecret: true);

    /// <summary><c>true</c> or <c>false</c>.</summary>
    public bool Flag(string name, bool whenAbsent = false) =>
        Parsed<bool>(name, whenAbsent, bool.TryParse, "write true or false");

    /// <summary>A whole number within limits, both included.</summary>
    public int Number(string name, int whenAbsent, int min, int max) =>
        Parsed(name, whenAbsent, (string text, out int value) =>
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value >= min && value <= max,
            $"write a whole number from {min} to {max}");

    /// <summary>A time span within limits, both included, as <c>hh:mm:ss</c>.</summary>
    public TimeSpan Duration(string name, TimeSpan whenAbsent, TimeSpan min, TimeSpan max) =>
        Parsed(name, whenAbsent, (string text, out TimeSpan value) =>
            TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out value) && value >= min && value <= max && text.Contains(':', StringComparison.Ordinal),
            $"write a time as hh:mm:ss, from {min:c} to {max:c}");

    /// <summary>An instant in ISO 8601 with its offset, or null when it is not set.</summary>
    public DateTimeOffset? Instant(string name) =>
        Parsed<DateTimeOffset>(name, TryParseInstant, "write an instant with its offset, such as 2027-02-01T00:00:00Z");

    /// <summary>One of a few words, whatever their case.</summary>
    /// <returns>The word as it stands in <paramref name="words"/>.</returns>
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

    /// <summary>One of the names of an enumeration, whatever their case.</summary>
    public T Choice<T>(string name, T whenAbsent)
        where T : struct, Enum =>
        Enum.Parse<T>(Choice(name, whenAbsent.ToString(), Enum.GetNames<T>()));

    /// <summary>
    /// A name that may stand in a metric's label and in a header: letters, digits, dot, dash, underscore, at most 64.
    /// Null when it is not set or was reported.
    /// </summary>
    public string? Name(string name)
    {
        var text = Text(name);
        if (text is null || IsName(text)) return text;
        Reject(name, "a name has letters, digits, dots, dashes and underscores, at most 64 of them");
        return null;
    }

    /// <summary>Whether a text is such a name.</summary>
    public static bool IsName(string text) => text.Length is > 0 and <= 64 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');

    /// <summary>The section below a name, whether or not anything is set there.</summary>
    public SettingsSection Section(string name) => Child(Known(name));

    /// <summary>The entries of a list, in the order of their numbers.</summary>
    public ImmutableArray<SettingsSection> List(string name)
    {
        var list = Known(name);
        if (!string.IsNullOrEmpty(list.Value)) RejectWithoutValue(name, "this is a list: number its entries, as in " + list.Path + ":0");
        return [.. list.Children.Select(entry => Child(entry))];
    }

    /// <summary>The entries of a section whose names are the user's, by name.</summary>
    public ImmutableArray<KeyValuePair<string, SettingsSection>> Named(string name) =>
        [.. Known(name).Children.Select(entry => KeyValuePair.Create(entry.Key, Child(entry)))];

    /// <summary>A list of texts; a single text is a list of one. Empty when it is not set.</summary>
    public ImmutableArray<string> Texts(string name)
    {
        var list = Known(name);
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

    /// <summary>Reports an error of one setting, with its value.</summary>
    public void Reject(string name, string message) => _errors.Add(new(Known(name).Path, _node.Child(name).Value, message));

    /// <summary>Reports an error that no value belongs to, or whose value must not be shown.</summary>
    public void RejectWithoutValue(string name, string message) => _errors.Add(new(Known(name).Path, null, message));

    /// <summary>Reports errors that are found elsewhere, such as in files that settings name.</summary>
    public void Reject(IEnumerable<ConfigurationError> errors) => _errors.AddRange(errors);

    /// <summary>
    /// Reports each setting, here and below, that nobody asked for, and each value where settings belong; without the
    /// value: it may be a secret.
    /// </summary>
    public void RejectUnknown()
    {
        if (!string.IsNullOrEmpty(_node.Value))
            _errors.Add(new(Path, null, $"this is a section, not a value: set what is in it, such as {Path}:{_known.Min}"));

        foreach (var setting in _node.Children.Where(child => !_known.Contains(child.Key)))
            _errors.Add(new(setting.Path, null, Unknown(setting.Key)));

        foreach (var child in _children.Values) child.RejectUnknown();
    }

    private string Unknown(string name) => _renamed.TryGetValue(name, out var current)
        ? $"this setting is now called {current}: rename it"
        : $"there is no such setting; {Suggestion.For(name, [.. _known])}known here: {string.Join(", ", _known)}";

    private delegate bool Parser<T>(string text, out T value);

    // Nothing that leaves room for doubt: neither a time without its zone nor a day that may be a month.
    private static bool TryParseInstant(string text, out DateTimeOffset value) =>
        DateTimeOffset.TryParseExact(text, InstantFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out value);

    private T Parsed<T>(string name, T whenAbsent, Parser<T> parse, string advice)
        where T : struct =>
        Took(name, Parsed(name, parse, advice) ?? whenAbsent);

    private T? Parsed<T>(string name, Parser<T> parse, string advice)
        where T : struct
    {
        var text = Text(name);
        if (text is null) return null;
        if (parse(text, out var value)) return value;
        Reject(name, advice);
        return null;
    }

    private string? Raw(string name, bool isSecret)
    {
        var setting = Known(name);
        if (setting.Children.Any()) RejectWithoutValue(name, "this is a single value, not a section");
        else if (!isSecret && HasZeroByte(setting.Value)) RejectWithoutValue(name, "there is a zero byte in this text: leave it out");
        else if (setting.Value is "") _errors.Add(new(setting.Path, isSecret ? null : "", "this is empty: give it a value or leave it out"));
        else return setting.Value is { } value ? Took(name, value) : null;
        return null;
    }

    private T Took<T>(string name, T value)
    {
        _values.Value?[_node.Child(name).Path] = string.Create(CultureInfo.InvariantCulture, $"{value}");
        return value;
    }

    // No path, URL or name has one, and the platform's own classes throw at it.
    private static bool HasZeroByte(string? text) => text?.Contains('\0', StringComparison.Ordinal) is true;

    private SettingsNode Known(string name)
    {
        _known.Add(name);
        return _node.Child(name);
    }

    // The same section for everybody who asks, as it remembers what was asked for.
    private SettingsSection Child(SettingsNode node)
    {
        if (!_children.TryGetValue(node.Path, out var child)) _children[node.Path] = child = new(node, _errors, _values);
        return child;
    }
}
