using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using TokenAuthz.Testing.PresetFiles;

namespace TokenAuthz.Testing.Vectors;

/// <summary>A vector in the file of a preset.</summary>
public sealed record PresetVector
{
    /// <summary>What the request is an example of.</summary>
    public string Note { get; init; } = "";

    /// <summary>Where it was published, or how it was computed.</summary>
    public required string Source { get; init; }

    /// <summary><c>allow</c> or <c>deny</c>.</summary>
    public required string Verdict { get; init; }

    /// <summary>The time of the check: Unix seconds, or ISO 8601.</summary>
    public required JsonElement Now { get; init; }

    /// <summary>The last second at which an allowed vector is allowed; null when it never ends, or nobody says.</summary>
    public long? Until { get; init; }

    /// <summary>The key: PEM, a JWK, a JWK set, or text in the scheme's encoding.</summary>
    public required string Key { get; init; }

    /// <summary>The key's id; null for the one that the token names.</summary>
    public string? KeyId { get; init; }

    /// <summary>Settings of the scheme that differ from the preset's.</summary>
    public JsonElement? Scheme { get; init; }

    public string Method { get; init; } = "GET";

    /// <summary>The URL, absolute; its path and query are the raw target.</summary>
    public required string Url { get; init; }

    public string? ClientIp { get; init; }

    /// <summary>An object, or a list of pairs when a header has several lines.</summary>
    public JsonElement? Headers { get; init; }

    public string? Body { get; init; }

    /// <summary>The text that is signed; null when it was not published.</summary>
    public string? SignedText { get; init; }

    [JsonIgnore]
    public bool IsAllowed => Verdict == "allow";

    /// <summary>The vector of a preset, and the same at the last second of <see cref="Until"/> and at the second behind it.</summary>
    public IEnumerable<Vector> AllOf(PresetFile file)
    {
        var vector = Of(file);
        if (Until is not { } until) return [vector];
        var last = DateTimeOffset.FromUnixTimeSeconds(until);
        return
        [
            vector,
            vector with { Name = $"{Note}, its last second", Now = last, IsDerived = true },
            vector with { Name = $"{Note}, a second late", Now = last.AddSeconds(1), IsAllowed = false, IsDerived = true },
        ];
    }

    /// <summary>The vector of a preset.</summary>
    public Vector Of(PresetFile file)
    {
        var preset = file.Preset;
        var vector = new Vector
        {
            Format = preset.Name,
            Name = Note,
            Source = Source,
            IsAllowed = IsAllowed,
            Now = Time(Now),
            Configuration = null!,
            Method = Method,
            Url = Url,
            ClientAddress = ClientIp,
            Headers = Headers is { } headers ? HeaderLines(headers) : [],
            Body = Body,
            SignedText = SignedText,
        };
        var scheme = PresetFile.With(preset, Scheme);
        var key = new VectorKey(
            KeyId ?? TokenKey.IdOf(vector, scheme), TokenKey.Written(Key, scheme.KeyEncoding), TokenKey.AlgorithmOf(Key, scheme));
        // Vectors of a format may have one nonce; that a token is taken once has tests of its own.
        string[] uses = scheme.SingleUse ? ["SingleUse=false"] : [];
        return vector with { Configuration = new([$"Preset={preset.Name}", .. LinesOf(file.Needs), .. LinesOf(Scheme), .. uses], [key]) };
    }

    private static IEnumerable<string> LinesOf(JsonElement? settings) => settings is { } json ? SettingLines.Of(json) : [];

    /// <summary>Reads a time.</summary>
    internal static DateTimeOffset Time(JsonElement now) => now.ValueKind is JsonValueKind.Number
        ? DateTimeOffset.FromUnixTimeSeconds(now.GetInt64())
        : DateTimeOffset.Parse(now.GetString()!, CultureInfo.InvariantCulture);

    private static ImmutableArray<KeyValuePair<string, string>> HeaderLines(JsonElement headers) =>
        headers.ValueKind is JsonValueKind.Object
            ? [.. headers.EnumerateObject().Select(header => KeyValuePair.Create(header.Name, header.Value.GetString()!))]
            : [.. headers.EnumerateArray().Select(line => KeyValuePair.Create(line[0].GetString()!, line[1].GetString()!))];
}
