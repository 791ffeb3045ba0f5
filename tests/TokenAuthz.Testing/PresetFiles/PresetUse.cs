using System.Collections.Immutable;
using System.Text.Json;
using TokenAuthz.Signing.Algorithms;

namespace TokenAuthz.Testing.PresetFiles;

/// <summary>A way of using a preset, for random requests: as it is, or one of the <c>Variants</c> of its file.</summary>
public record PresetUse
{
    /// <summary>The name of a variant; empty for the preset as it is.</summary>
    public string Name { get; init; } = "";

    /// <summary>The parts of a request that the vendor binds the token to: a change of one is denied, a change of others is not.</summary>
    public required ImmutableArray<RequestParts> Signs { get; init; }

    /// <summary>The times in the token.</summary>
    public required TokenTime Time { get; init; }

    /// <summary>The kind of key that signs; null for the scheme's.</summary>
    public KeyKind? Key { get; init; }

    /// <summary>The form of the token that is signed; null for the first.</summary>
    public string? Form { get; init; }

    /// <summary>The methods that a token opens; empty for any.</summary>
    public ImmutableArray<string> Methods { get; init; } = [];

    /// <summary>Parameters that the request has besides its own.</summary>
    public string? Query { get; init; }

    /// <summary>The body that the request has in place of its own.</summary>
    public string? Body { get; init; }

    /// <summary>Headers that the request has.</summary>
    public ImmutableDictionary<string, string> Headers { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Values of the token's free fields; <c>{host}</c> in one is the request's host.</summary>
    public ImmutableDictionary<string, string> Fields { get; init; } = ImmutableDictionary<string, string>.Empty;
}

/// <summary>A variant: settings of the scheme that differ from the preset's.</summary>
public sealed record PresetVariant : PresetUse
{
    /// <summary>The settings.</summary>
    public JsonElement? Scheme { get; init; }
}
