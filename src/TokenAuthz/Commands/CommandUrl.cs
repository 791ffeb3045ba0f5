namespace TokenAuthz.Commands;

/// <summary>
/// A URL as somebody typed it, taken apart by hand: a URL class would normalize it, and what is signed is what is sent.
/// </summary>
/// <param name="Scheme">The scheme; <c>https</c> when the text is a path alone.</param>
/// <param name="Host">Host and port; empty when the text is a path alone.</param>
/// <param name="Target">The request target that a client sends: path and query.</param>
internal sealed record CommandUrl(string Scheme, string Host, string Target)
{
    /// <summary>What to write instead of a text that is none.</summary>
    public const string Advice = "write a URL such as http://example.com/video?id=1, or a path such as /video?id=1; letters outside ASCII are percent-encoded";

    /// <summary>Takes a text apart; null when it is no URL.</summary>
    public static CommandUrl? Parse(string text)
    {
        var url = text.Split('#')[0];
        if (url.Length == 0 || url.Any(c => c is <= ' ' or > '~')) return null;
        if (url[0] == '/') return new("https", "", url);

        var authority = url.IndexOf("://", StringComparison.Ordinal);
        if (authority <= 0) return null;
        var rest = url[(authority + 3)..];
        var end = rest.IndexOfAny(['/', '?']);
        if (end == 0 || rest.Length == 0) return null;
        var target = end < 0 ? "/" : rest[end] == '/' ? rest[end..] : "/" + rest[end..];
        return new(url[..authority], end < 0 ? rest : rest[..end], target);
    }
}
