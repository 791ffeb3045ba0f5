namespace TokenAuthz.Commands;

/// <summary>
/// A URL as it was typed. It is parsed by hand, because a URL class would normalize it, and a client signs what it sends.
/// </summary>
/// <param name="Scheme">The scheme; <c>https</c> when the text is a path alone.</param>
/// <param name="Authority">User information, host and port as typed; empty when the text is a path alone.</param>
/// <param name="Host">The <c>Host</c> header that a client sends; empty when the text is a path alone.</param>
/// <param name="Target">The request target that a client sends: path and query.</param>
internal sealed record CommandUrl(string Scheme, string Authority, string Host, string Target)
{
    /// <summary>What to write instead of a text that is no URL.</summary>
    public const string Advice = "write a URL such as http://example.com/video?id=1, or a path such as /video?id=1";

    /// <summary>Parses a text.</summary>
    /// <exception cref="CommandException">It is no URL.</exception>
    public static CommandUrl Parse(string text)
    {
        var url = text.Split('#')[0];
        var unsendable = url.AsSpan().IndexOfAnyExceptInRange('!', '~');
        if (unsendable >= 0) throw new CommandException($"{Unsendable(url[unsendable])}; {Advice}");
        if (url.StartsWith('/')) return new("https", "", "", url);

        var separator = url.IndexOf("://", StringComparison.Ordinal);
        if (separator <= 0) throw new CommandException(Advice);
        var scheme = url[..separator] switch
        {
            var http when http.Equals("http", StringComparison.OrdinalIgnoreCase) => "http",
            var https when https.Equals("https", StringComparison.OrdinalIgnoreCase) => "https",
            var other => other,
        };
        var rest = url[(separator + 3)..];
        var end = rest.IndexOfAny(['/', '?']);
        var authority = end < 0 ? rest : rest[..end];
        if (HostOf(scheme, authority) is not { Length: > 0 } host) throw new CommandException(Advice);
        return new(scheme, authority, host, end < 0 ? "/" : rest[end] == '/' ? rest[end..] : "/" + rest[end..]);
    }

    /// <summary>The URL with another target; the target alone when the text was a path alone.</summary>
    public string With(string target) => Authority.Length == 0 ? target : $"{Scheme}://{Authority}{target}";

    // Clients leave out user information and the scheme's own port (RFC 9110, sections 4.2.4 and 7.2), and write a port as a
    // plain number. Null when the port is no number.
    private static string? HostOf(string scheme, string authority)
    {
        var host = authority[(authority.LastIndexOf('@') + 1)..];
        var colon = host.LastIndexOf(':');
        if (colon < 0 || colon < host.LastIndexOf(']')) return host;

        var (name, port) = (host[..colon], host[(colon + 1)..].TrimStart('0'));
        if (!port.All(char.IsAsciiDigit)) return null;
        var isImplied = port.Length == 0 || port == scheme switch { "http" => "80", "https" => "443", _ => "" };
        return isImplied ? name : $"{name}:{port}";
    }

    private static string Unsendable(char c) => c switch
    {
        ' ' => "a URL has no spaces: write %20",
        < ' ' or '\x7f' => $"a URL has no control characters, and this one has U+{(int)c:X4}",
        _ => "a URL has no letters outside ASCII: percent-encode them, as in caf%C3%A9",
    };
}
