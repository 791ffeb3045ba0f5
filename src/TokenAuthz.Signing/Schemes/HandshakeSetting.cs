using System.Collections.Immutable;

namespace TokenAuthz.Signing.Schemes;

/// <summary>One setting of a handshake, as <see cref="SchemeSetting"/> is one of a scheme.</summary>
public sealed record HandshakeSetting
{
    private static readonly HandshakeDefinition Defaults = new() { Name = "" };

    private readonly Func<HandshakeDefinition, ImmutableArray<string>> _write;

    internal HandshakeSetting(
        string name,
        SchemeSettingKind kind,
        string meaning,
        Func<ISettingSource, HandshakeDefinition, HandshakeDefinition> read,
        Func<HandshakeDefinition, ImmutableArray<string>> write) =>
        (Name, Kind, Meaning, Read, _write) = (name, kind, meaning, read, write);

    /// <summary>The name, which is that of a property of <see cref="HandshakeDefinition"/>.</summary>
    public string Name { get; }

    /// <summary>How the value is written.</summary>
    public SchemeSettingKind Kind { get; }

    /// <summary>What the setting does: one or two sentences in Markdown.</summary>
    public string Meaning { get; }

    /// <summary>The words that a choice may be; empty for other kinds.</summary>
    public ImmutableArray<string> Choices { get; init; } = [];

    /// <summary>The default as <see cref="Write"/> gives it.</summary>
    public ImmutableArray<string> Default => Write(Defaults);

    /// <summary>Reads the setting: the handshake with the source's value, or unchanged when the source has none.</summary>
    internal Func<ISettingSource, HandshakeDefinition, HandshakeDefinition> Read { get; }

    /// <summary>Writes a handshake's value as configuration has it: each text of a list, one text of another kind, or none.</summary>
    public ImmutableArray<string> Write(HandshakeDefinition definition) => _write(definition);

    /// <summary>Whether a handshake has the default.</summary>
    public bool IsDefault(HandshakeDefinition definition) => Write(definition).SequenceEqual(Default);
}
