using System.Collections.Immutable;

namespace TokenAuthz.Signing.Schemes;

/// <summary>
/// One setting of a scheme: its name, meaning, default and limits, and how to read and write it. The configuration, the files of
/// presets, the command <c>presets</c>, the documentation and the JSON schemas are made of this description.
/// </summary>
public sealed record SchemeSetting
{
    private static readonly SchemeDefinition Defaults = new() { Name = "" };

    private readonly Func<SchemeDefinition, ImmutableArray<string>> _write;

    internal SchemeSetting(
        string name,
        SchemeSettingKind kind,
        string meaning,
        Func<ISettingSource, SchemeDefinition, SchemeDefinition> read,
        Func<SchemeDefinition, ImmutableArray<string>> write) =>
        (Name, Kind, Meaning, Read, _write) = (name, kind, meaning, read, write);

    /// <summary>The name, which is that of a property of <see cref="SchemeDefinition"/>.</summary>
    public string Name { get; }

    /// <summary>The name that the setting had before; null when it had no other.</summary>
    public string? FormerName { get; init; }

    /// <summary>How the value is written.</summary>
    public SchemeSettingKind Kind { get; }

    /// <summary>What the setting does: one or two sentences in Markdown.</summary>
    public string Meaning { get; }

    /// <summary>The words that a choice may be; empty for other kinds.</summary>
    public ImmutableArray<string> Choices { get; init; } = [];

    /// <summary>The least and the greatest number or duration, both included, as in the configuration; null for other kinds.</summary>
    public (string Min, string Max)? Limits { get; init; }

    /// <summary>The default as <see cref="Write"/> gives it.</summary>
    public ImmutableArray<string> Default => Write(Defaults);

    /// <summary>Reads the setting: the scheme with the source's value, or unchanged when the source has none.</summary>
    internal Func<ISettingSource, SchemeDefinition, SchemeDefinition> Read { get; }

    /// <summary>Whether a scheme's value is within <see cref="Limits"/>.</summary>
    internal Func<SchemeDefinition, bool> IsWithinLimits { get; init; } = _ => true;

    /// <summary>Writes a scheme's value as configuration has it: each text of a list, one text of another kind, or none.</summary>
    public ImmutableArray<string> Write(SchemeDefinition definition) => _write(definition);

    /// <summary>Whether a scheme has the default.</summary>
    public bool IsDefault(SchemeDefinition definition) => Write(definition).SequenceEqual(Default);
}
