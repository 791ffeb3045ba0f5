using System.CommandLine;
using System.Text;
using TokenAuthz.Engine.Configuration;

namespace TokenAuthz.Commands;

/// <summary><c>token-authz sign URL</c>: prints the header that opens a URL, or the URL with its token.</summary>
internal static class SignCommand
{
    public static Command Create()
    {
        var command = new Command(
            "sign",
            "Print the header that opens a URL, as for curl -H \"$(token-authz " +
                "sign URL)\" URL, the URL with its token, or the body with it.");
        SigningOptions.AddTo(command);
        return TokenAuthzCommand.Complete(command, RunAsync);
    }

    private static async Task<int> RunAsync(ConfigurationSource source, ParseResult line, CancellationToken cancellation)
    {
        var (url, signed) = (RequestOptions.Url(line), SigningOptions.Sign(source, line));
        if (signed.Target != url.Target) await Console.Out.WriteLineAsync(url.With(signed.Target));
        foreach (var (name, value) in signed.Headers) await Console.Out.WriteLineAsync($"{name}: {value}");
        if (signed.Body is { } body) await Console.Out.WriteLineAsync(Encoding.UTF8.GetString(body.Span));
        return 0;
    }
}
