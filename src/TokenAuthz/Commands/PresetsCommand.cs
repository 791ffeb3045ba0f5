using System.CommandLine;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Signing.Presets;
using TokenAuthz.Signing.Schemes;

namespace TokenAuthz.Commands;

/// <summary><c>token-authz presets</c>: lists the formats that come with it, or shows one.</summary>
internal static class PresetsCommand
{
    private const int NameWidth = 18;

    private static readonly Argument<string?> Name = new("NAME") { Description = "The preset to show in full.", Arity = ArgumentArity.ZeroOrOne };

    public static Command Create()
    {
        var command = new Command("presets", "List the signature formats that come with it, or show one.");
        command.Arguments.Add(Name);
        return TokenAuthzCommand.Complete(command, RunAsync);
    }

    private static async Task<int> RunAsync(ConfigurationSource source, ParseResult line, CancellationToken cancellation)
    {
        if (line.GetValue(Name) is not { } name)
        {
            foreach (var preset in PresetCatalog.All) await Console.Out.WriteLineAsync($"{preset.Name,-26}{preset.Description}");
            return 0;
        }

        if (!PresetCatalog.TryFind(name, out var found)) throw new CommandException($"there is no preset {name}; token-authz presets lists them");
        await Console.Out.WriteLineAsync($"{found.Name}: {found.Description}");
        await Console.Out.WriteLineAsync($"  {"Source",-NameWidth}{found.Source}");
        foreach (var (setting, values) in SettingsOf(found))
            await Console.Out.WriteLineAsync($"  {setting,-NameWidth}{string.Join("\n" + new string(' ', NameWidth + 2), values.DefaultIfEmpty("none"))}");
        return 0;
    }

    // The settings of a scheme by their names, in the order of docs/schemes.md; a list has a line for each of its texts.
    private static IEnumerable<(string Setting, IEnumerable<string> Values)> SettingsOf(SchemeDefinition preset) =>
    [
        ("Token", preset.Token),
        ("Items", Optional(preset.Items)),
        ("Message", [preset.Message.Replace("\n", "\\n", StringComparison.Ordinal)]),
        ("AllowUnseparated", preset.AllowUnseparated),
        ("Digest", [$"{preset.Digest}"]),
        ("Encoding", [$"{preset.Encoding}"]),
        ("Truncate", [$"{preset.Truncate}"]),
        ("KeyEncoding", [$"{preset.KeyEncoding}"]),
        ("Salt", Optional(preset.Salt)),
        ("SaltEncoding", [$"{preset.SaltEncoding}"]),
        ("Ttl", [$"{preset.Ttl:c}"]),
        ("Skew", [$"{preset.Skew:c}"]),
        ("Horizon", [$"{preset.Horizon:c}"]),
        ("Symmetric", [Flag(preset.Symmetric)]),
        ("IssuedAhead", [Flag(preset.IssuedAhead)]),
        ("Stem", preset.Stem),
        ("SignedHeaders", preset.SignedHeaders),
        ("Covers", preset.Covers),
        ("Prefix", [$"{preset.Prefix}"]),
        ("EscapeUrl", [Flag(preset.EscapeUrl)]),
        ("AddressPrefix", [$"{preset.AddressPrefix}"]),
        ("SingleUse", [Flag(preset.SingleUse)]),
    ];

    private static IEnumerable<string> Optional(string? text) => text is null ? [] : [text];

    private static string Flag(bool value) => value ? "true" : "false";
}
