using System.Collections.Immutable;
using System.Globalization;
using TokenAuthz.Signing.Algorithms;
using TokenAuthz.Signing.Schemes;

namespace TokenAuthz.Tests.Webhooks;

/// <summary>Writes the table of docs/webhooks.md, and its remarks, from the files of the presets.</summary>
internal static class WebhooksPage
{
    /// <summary>The presets of webhooks, by their providers.</summary>
    public static ImmutableArray<PresetFile> Files { get; } =
    [
        .. PresetFile.All.Where(file => file.Kind == PresetFile.Webhook)
            .OrderBy(file => file.Provider, StringComparer.OrdinalIgnoreCase).ThenBy(file => file.Preset.Name, StringComparer.Ordinal),
    ];

    /// <summary>The lines of the table.</summary>
    public static ImmutableArray<string> Table { get; } =
    [
        "| provider | preset | signed | tolerance | where the secret is |",
        "| --- | --- | --- | --- | --- |",
        .. Files.Select(Row),
    ];

    /// <summary>What is to be known of single providers.</summary>
    public static string Remarks { get; } = string.Join(
        '\n',
        Files.Where(file => !file.Note.IsEmpty || file.Unseparated.Count > 0)
            .Select(file => $"- `{file.Preset.Name}`: {string.Join(' ', file.Note.Concat(BordersOf(file)))}"));

    private static string Row(PresetFile file) =>
        $"| {file.Provider} | {string.Join(", ", file.Aliases.Prepend(file.Preset.Name).Select(word => $"`{word}`"))} | {SignedBy(file)} "
        + $"| {ToleranceOf(file)} | {file.Secret} |";

    private static IEnumerable<string> BordersOf(PresetFile file) => file.Unseparated
        .OrderBy(border => border.Key, StringComparer.Ordinal)
        .Select(border => $"In `{border.Key}` nothing separates the parts: {border.Value.TrimEnd('.')}.");

    private static string SignedBy(PresetFile file)
    {
        if (FormOf(file).Algorithm is SignatureAlgorithm.Token) return "**nothing**: the token is fixed";
        var parts = file.Signs.Select(part => part.ToString().ToLowerInvariant()).DefaultIfEmpty("fields of the body");
        var time = file.Time is TokenTime.None ? (string[])[] : ["time"];
        return file.Preset.Bearer ? $"**not the request**{(time.Length > 0 ? ", but a time" : "")}" : string.Join(", ", time.Concat(parts));
    }

    private static string ToleranceOf(PresetFile file) => file.Time switch
    {
        TokenTime.None => "none",
        TokenTime.End or TokenTime.BeginAndEnd => "until it expires",
        TokenTime.Issued or TokenTime.IssuedAhead or TokenTime.Around => InWords(FormOf(file).Ttl),
        _ => throw new ArgumentOutOfRangeException(nameof(file), file.Time, "This is no time of a token."),
    };

    private static SchemeDefinition FormOf(PresetFile file) =>
        file.Preset.Forms.FirstOrDefault(form => form.Name == file.Form) ?? file.Preset.Forms.FirstOrDefault() ?? file.Preset;

    private static string InWords(TimeSpan time) => time switch
    {
        { TotalHours: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalHours:0.#} h"),
        { TotalMinutes: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0.#} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0} s"),
    };
}
