using System.Collections.Immutable;

namespace TokenAuthz.Signing.Schemes;

/// <summary>
/// One setting of a scheme or a handshake: its name, meaning, default and limits, and how to read and write it. The configuration, the
/// files of presets, the command <c>presets</c>, the documentation and the JSON schemas are made of this description.
/// </summary>
/// <typeparam name="TDefinition">What has the setting: <see cref="SchemeDefinition"/> or <see cref="HandshakeDefinition"/>.</typeparam>
public sealed record DefinitionSetting<TDefinition>
    where TDefinition : class
{
    private readonly Func<TDefinition, ImmutableArray<string>> _write;

    internal DefinitionSetting(
        string name,
        SchemeSettingKind kind,
        string meaning,
        Func<ISettingSource, TDefinition, TDefinition> read,
        Func<TDefinition, ImmutableArray<string>> write) =>
        (Name, Kind, Meaning, Read, _write) = (name, kind, meaning, read, write);

    /// <summary>The name, which is that of a property of the definition.</summary>
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
    public ImmutableArray<string> Default { get; internal init; } = [];

    /// <summary>Reads the setting: the definition with the source's value, or unchanged when the source has none.</summary>
    internal Func<ISettingSource, TDefinition, TDefinition> Read { get; }

    /// <summary>Whether a value is within <see cref="Limits"/>.</summary>
    internal Func<TDefinition, bool> IsWithinLimits { get; init; } = _ => true;

    /// <summary>Writes a value as configuration has it: each text of a list, one text of another kind, or none.</summary>
    public ImmutableArray<string> Write(TDefinition definition) => _write(definition);

    /// <summary>Whether a definition has the default.</summary>
    public bool IsDefault(TDefinition definition) => Write(definition).SequenceEqual(Default);
}
