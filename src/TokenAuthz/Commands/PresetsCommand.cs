using System.CommandLine;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Signing.Presets;
using TokenAuthz.Signing.Schemes;

namespace TokenAuthz.Commands;

/// <summary><c>token-authz presets</c>: lists the presets, or shows the settings of one.</summary>
internal static class PresetsCommand
{
    private const int NameWidth = 18;
    private static readonly string NextValue = "\n" + new string(' ', NameWidth + 2);

    private static readonly Argument<string?> Name = new("NAME")
    {
        Description = "The preset to show in full.",
        Arity = ArgumentArity.ZeroOrOne,
    };

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

        if (!PresetCatalog.TryFind(name, out var found))
            throw new CommandException($"there is no preset {name}; token-authz presets lists them");
        await Console.Out.WriteLineAsync($"{found.Name}: {found.Description}");
        await WriteAsync("Source", [found.Source]);
        foreach (var setting in SchemeSettings.All.Where(setting => setting.Name != nameof(SchemeDefinition.Description)))
        {
            if (!setting.IsDefault(found)) await WriteAsync(setting.Name, setting.Write(found));
        }

        foreach (var handshake in found.Handshakes)
        {
            await Console.Out.WriteLineAsync($"  {SchemeSettings.Handshakes}:{handshake.Name}");
            foreach (var setting in HandshakeSettings.All.Where(setting => !setting.IsDefault(handshake)))
                await WriteAsync($"  {setting.Name}", setting.Write(handshake));
        }

        await Console.Out.WriteLineAsync("Every other setting has its default; docs/schemes.md lists them.");
        return 0;
    }

    private static Task WriteAsync(string name, IEnumerable<string> values) =>
        Console.Out.WriteLineAsync($"  {name,-NameWidth}{string.Join(NextValue, values.Select(OnOneLine))}");

    private static string OnOneLine(string text) => text.Replace("\n", "\\n", StringComparison.Ordinal);
}
