using System.CommandLine;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Signing.Presets;

namespace TokenAuthz.Commands;

/// <summary><c>token-authz presets</c>: lists the formats that come with it, or shows one.</summary>
internal static class PresetsCommand
{
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
        await Console.Out.WriteLineAsync($"""
            {found.Name}: {found.Description}
              Source       {found.Source}
              Token        {string.Join("\n               ", found.Token)}
              Message      {found.Message.Replace("\n", "\\n", StringComparison.Ordinal)}
              Digest       {found.Digest}, as {found.Encoding}
              KeyEncoding  {found.KeyEncoding}
              Ttl          {found.Ttl:c}
            """);
        return 0;
    }
}
