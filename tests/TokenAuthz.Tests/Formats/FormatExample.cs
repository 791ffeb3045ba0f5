using System.Collections.Immutable;
using System.Text.Json;

namespace TokenAuthz.Tests.Formats;

/// <summary>What the page of formats says of a preset that its definition does not: a request that is to be signed, and a note.</summary>
public sealed record FormatExample
{
    private static readonly JsonSerializerOptions Json = new() { UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow };

    public static ImmutableArray<FormatExample> All { get; } =
        [.. JsonSerializer.Deserialize<FormatExample[]>(Repository.Read("tests/TokenAuthz.Tests/Formats/examples.json"), Json)!];

    public required string Preset { get; init; }

    public string Method { get; init; } = "GET";

    public required string Target { get; init; }

    public ImmutableDictionary<string, string> Headers { get; init; } = ImmutableDictionary<string, string>.Empty;

    public string Body { get; init; } = "";

    /// <summary>The client's address, for a format that binds it.</summary>
    public string? ClientAddress { get; init; }

    /// <summary>Values for free fields of the token.</summary>
    public ImmutableDictionary<string, string> Fields { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The scheme, when it is not the preset as it is.</summary>
    public JsonElement? Settings { get; init; }

    /// <summary>What there is to know besides, in Markdown.</summary>
    public string Note { get; init; } = "";
}
