using System.Collections.Immutable;
using System.CommandLine;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Signing.Presets;
using TokenAuthz.Signing.Schemes;

namespace TokenAuthz.Commands;

/// <summary><c>token-authz presets</c>: lists the presets, finds some by a word, or shows the settings of one.</summary>
internal static class PresetsCommand
{
    private const int NameWidth = 18;
    private static readonly string NextValue = "\n" + new string(' ', NameWidth + 2);

    private static readonly Argument<string?> Name = new("NAME")
    {
        Description = "The preset to show in full, or a part of a name or a provider: git.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<string?> Kind = new("--kind")
    {
        Description = "List the presets of this kind only: webhook.",
        HelpName = "KIND",
    };

    public static Command Create()
    {
        var command = new Command("presets", "List the signature formats that come with it, find some by a word, or show one.");
        command.Arguments.Add(Name);
        command.Options.Add(Kind);
        return TokenAuthzCommand.Complete(command, RunAsync);
    }

    private static async Task<int> RunAsync(ConfigurationSource source, ParseResult line, CancellationToken cancellation)
    {
        var (name, kind) = (line.GetValue(Name), line.GetValue(Kind));
        if (kind is not null || name is null || !PresetCatalog.TryFindEntry(name, out var entry))
        {
            await PresetList.WriteAsync(PresetList.Find(kind, name));
            return 0;
        }

        await ShowAsync(entry);
        return 0;
    }

    private static async Task ShowAsync(PresetEntry entry)
    {
        var found = entry.Definition;
        await Console.Out.WriteLineAsync($"{entry.Name}: {found.Description}");
        if (entry.Provider is { } provider) await WriteAsync("Provider", [provider]);
        if (!entry.Aliases.IsEmpty) await WriteAsync("Aliases", [string.Join(", ", entry.Aliases)]);
        if (entry.Secret is { } secret) await WriteAsync("Secret", [secret]);
        await WriteAsync("Source", [found.Source]);
        await WriteAsync(found, setting => setting.Default);
        foreach (var form in found.Forms)
        {
            await Console.Out.WriteLineAsync($"  {SchemeSettings.Forms}:{form.Name}");
            await WriteAsync(form, setting => setting.Write(found), indent: "  ");
        }

        foreach (var handshake in found.Handshakes)
        {
            await Console.Out.WriteLineAsync($"  {SchemeSettings.Handshakes}:{handshake.Name}");
            foreach (var setting in HandshakeSettings.All.Where(setting => !setting.IsDefault(handshake)))
                await WriteAsync($"  {setting.Name}", setting.Write(handshake));
        }

        await Console.Out.WriteLineAsync("Every other setting has its default; docs/schemes.md lists them.");
    }

    // The settings that are other than the values which hold without them.
    private static async Task WriteAsync(
        SchemeDefinition scheme, Func<DefinitionSetting<SchemeDefinition>, ImmutableArray<string>> whenAbsent, string indent = "")
    {
        foreach (var setting in SchemeSettings.All.Where(setting => setting.Name != nameof(SchemeDefinition.Description)))
        {
            var (values, others) = (setting.Write(scheme), whenAbsent(setting));
            if (values.SequenceEqual(others)) continue;
            await WriteAsync(setting.Name, setting.Kind is SchemeSettingKind.Map ? [.. values.Except(others)] : values, indent);
        }
    }

    private static Task WriteAsync(string name, ImmutableArray<string> values, string indent = "") =>
        Console.Out.WriteLineAsync($"{indent}  {name,-NameWidth}{string.Join(NextValue + indent, values.Select(OnOneLine))}");

    private static string OnOneLine(string text) => text.Replace("\n", "\\n", StringComparison.Ordinal);
}
