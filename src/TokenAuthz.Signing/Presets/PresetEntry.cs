using System.Collections.Immutable;
using TokenAuthz.Signing.Schemes;

namespace TokenAuthz.Signing.Presets;

/// <summary>A preset with what people know it by.</summary>
public sealed record PresetEntry
{
    /// <summary>The settings, with the name that configuration has: <c>github</c>.</summary>
    public required SchemeDefinition Definition { get; init; }

    /// <summary>What the format is for: <c>cdn</c>, <c>cloud</c>, <c>webhook</c>, ...; the folder of the preset's file.</summary>
    public required string Kind { get; init; }

    /// <summary>The vendor's name as people write it; null for a format that is no vendor's.</summary>
    public string? Provider { get; init; }

    /// <summary>Other names that are found as if they were the preset's: <c>whatsapp</c>.</summary>
    public ImmutableArray<string> Aliases { get; init; } = [];

    /// <summary>Where the vendor shows the key, in a sentence; null when the preset does not say.</summary>
    public string? Secret { get; init; }

    /// <summary>The name that configuration has.</summary>
    public string Name => Definition.Name;

    /// <summary>Whether the name, an alias or the provider contains a text, in any case.</summary>
    public bool Contains(string text) =>
        Aliases.Append(Name).Append(Provider ?? "").Any(word => word.Contains(text, StringComparison.OrdinalIgnoreCase));
}
