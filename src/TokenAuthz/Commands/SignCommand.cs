using System.CommandLine;
using TokenAuthz.Engine;
using TokenAuthz.Engine.Configuration;

namespace TokenAuthz.Commands;

/// <summary><c>token-authz sign URL</c>: prints the header that opens a URL.</summary>
internal static class SignCommand
{
    private static readonly Argument<string> Url = new("URL") { Description = "The URL as the client will send it, or its path and query alone." };

    public static Command Create()
    {
        var command = new Command("sign", "Print the header that opens a URL: curl -H \"$(token-authz sign URL)\" URL");
        command.Arguments.Add(Url);
        return TokenAuthzCommand.Complete(command, RunAsync);
    }

    private static async Task<int> RunAsync(ConfigurationSource source, ParseResult line, CancellationToken cancellation)
    {
        var target = TargetOf(line.GetRequiredValue(Url));
        var policy = new DecisionEngine(source, root => _ = Settings.ServiceSettings.Read(root), TimeProvider.System).Snapshot.Policy;
        if (target is null)
        {
            await Console.Error.WriteLineAsync("token-authz: write a URL such as http://example.com/video?id=1, or a path such as /video?id=1; letters outside ASCII are percent-encoded.");
            return 1;
        }

        if (!policy.Keys.TryGetSigningKey(TimeProvider.System.GetUtcNow(), out var key))
        {
            await Console.Error.WriteLineAsync("token-authz: no key holds at this time; see NotBefore and NotAfter of TokenAuthz:Keys.");
            return 1;
        }

        foreach (var (name, value) in policy.Scheme.Sign(new() { Target = target }, key, TimeProvider.System.GetUtcNow()).Headers)
            await Console.Out.WriteLineAsync($"{name}: {value}");
        return 0;
    }

    /// <summary>
    /// The request target that a client sends for a URL. By hand, as a URL class would normalize it, and what is signed is
    /// what is sent.
    /// </summary>
    private static string? TargetOf(string url)
    {
        var withoutFragment = url.Split('#')[0];
        if (withoutFragment.Length == 0 || withoutFragment.Any(c => c is <= ' ' or > '~')) return null;
        if (withoutFragment[0] == '/') return withoutFragment;

        var authority = withoutFragment.IndexOf("://", StringComparison.Ordinal);
        if (authority <= 0) return null;
        var rest = withoutFragment[(authority + 3)..];
        var end = rest.IndexOfAny(['/', '?']);
        if (end == 0 || rest.Length == 0) return null;
        return end < 0 ? "/" : rest[end] == '/' ? rest[end..] : "/" + rest[end..];
    }
}
