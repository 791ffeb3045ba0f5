using System.Collections.Immutable;
using System.Text.Json;

namespace TokenAuthz.Testing.PresetFiles;

/// <summary>A request that docs/formats.md signs and shows.</summary>
public sealed record PresetExample
{
    public string Method { get; init; } = "GET";

    public required string Target { get; init; }

    public ImmutableDictionary<string, string> Headers { get; init; } = ImmutableDictionary<string, string>.Empty;

    public string Body { get; init; } = "";

    /// <summary>The client's address, for a format that binds the token to it.</summary>
    public string? ClientAddress { get; init; }

    /// <summary>Values of the token's free fields.</summary>
    public ImmutableDictionary<string, string> Fields { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Settings of the scheme that differ from the preset's.</summary>
    public JsonElement? Scheme { get; init; }
}
