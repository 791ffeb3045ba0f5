using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace TokenAuthz.Tests.Signing.Presets;

/// <summary>Another way to write a part of a signed request, which some applications treat as the same request.</summary>
/// <param name="Description">The difference.</param>
/// <param name="Aspect">The part that a format must sign, so that its token does not open the other spelling.</param>
/// <param name="Part">The part of the request that is rewritten.</param>
/// <param name="Write">Rewrites that part; returns it unchanged where the difference does not apply.</param>
internal sealed record Respelling(string Description, RequestParts Aspect, string Part, Func<string, string> Write)
{
    public static ImmutableArray<Respelling> All { get; } =
    [
        OfPath("a letter escaped", path => At(path, LetterOf(path), Escaped)),
        OfPath("a letter of another case", path => At(path, LetterOf(path), OtherCase)),
        OfPath("an escape of another case", path => OfEscape(path, OtherCase)),
        OfPath("an escape decoded", path => OfEscape(path, Decoded)),
        OfPath("an escape escaped", path => OfEscape(path, escape => "%25" + escape[1..])),
        OfPath("a slash escaped", path => At(path, path.LastIndexOf('/'), _ => "%2f")),
        OfPath("a backslash for a slash", path => At(path, path.LastIndexOf('/'), _ => "\\")),
        OfPath("two slashes at the beginning", path => "/" + path),
        OfPath("two slashes before the last segment", path => BeforeLastSegment(path, "/")),
        OfPath("a slash behind it", path => path + "/"),
        OfPath("a dot segment", path => BeforeLastSegment(path, "/.")),
        OfPath("a segment that two dots take back", path => BeforeLastSegment(path, "/x/..")),
        OfPath("a segment that escaped dots take back", path => BeforeLastSegment(path, "/x/%2e%2e")),
        OfPath("a path parameter behind it", path => path + ";x"),
        OfPath("a path parameter in a folder", path => BeforeLastSegment(path, ";x")),
        OfPath("an escaped zero byte behind it", path => path + "%00"),
        OfPath("an escaped space behind it", path => path + "%20"),
        OfPath("an escaped question mark behind it", path => path + "%3f"),
        OfTarget("an empty query", target => HasQuery(target) ? target : target + "?"),
        OfTarget("a fragment", target => target + "#x"),
        OfTarget("a query where there is none", target => HasQuery(target) ? target : target + "?zz=1"),
        OfQuery("a parameter in front", query => "zz=1&" + query),
        OfQuery("an empty parameter in front", query => "&" + query),
        OfQuery("the first parameter twice", query => $"{query.Split('&')[0]}&{query}"),
        OfQuery("the parameters in another order", Swapped),
        OfQuery("an equals sign behind a name alone", query => string.Join('&', query.Split('&').Select(WithEquals))),
        OfQuery("a letter of a name escaped", query => At(query, 0, Escaped)),
        OfQuery("an escape of another case in the query", query => OfEscape(query, OtherCase)),
        OfQuery("a plus for an escaped space", query => query.Replace("%20", "+", StringComparison.Ordinal)),
        OfHost("a host of another case", OtherCase),
        OfHost("a dot behind the host", host => HasPort(host) ? host : host + "."),
        OfHost("a port that clients leave out", host => HasPort(host) ? host : host + ":443"),
        new("a method of another case", RequestParts.Method, "method", OtherCase),
    ];

    /// <summary>Rewrites a request; false when the difference does not apply to it.</summary>
    public bool TryApply(WireRequest request, out WireRequest other)
    {
        var part = Encoding.Latin1.GetString(request.Parts.Single(part => part.Key == Part).Value);
        var written = Write(part);
        other = request.With(Part, Encoding.Latin1.GetBytes(written));
        return written != part;
    }

    private static Respelling OfPath(string description, Func<string, string> write) =>
        OfTargetFor(
            RequestParts.Path,
            description,
            target => target.Split('?', 2) is [var path, var query] ? $"{write(path)}?{query}" : write(target));

    private static Respelling OfTarget(string description, Func<string, string> write) =>
        OfTargetFor(RequestParts.Query, description, write);

    private static Respelling OfTargetFor(RequestParts aspect, string description, Func<string, string> write) =>
        new(description, aspect, "target", write);

    private static Respelling OfQuery(string description, Func<string, string> write) =>
        OfTarget(description, target => target.Split('?', 2) is [var path, var query] ? $"{path}?{write(query)}" : target);

    private static Respelling OfHost(string description, Func<string, string> write) => new(description, RequestParts.Host, "host", write);

    private static bool HasQuery(string target) => target.Contains('?', StringComparison.Ordinal);

    private static bool HasPort(string host) => host.Contains(':', StringComparison.Ordinal);

    private static string WithEquals(string parameter) => parameter.Contains('=', StringComparison.Ordinal) ? parameter : parameter + "=";

    private static string BeforeLastSegment(string path, string text) => path.Insert(path.LastIndexOf('/'), text);

    private static string Swapped(string query) =>
        query.Split('&') is [var first, var second, .. var others] ? string.Join('&', [second, first, .. others]) : query;

    // The first letter of the last segment outside of escapes; a token in the path stands before that segment.
    private static int LetterOf(string path)
    {
        for (var i = path.LastIndexOf('/'); i < path.Length; i++)
        {
            if (path[i] == '%') i += 2;
            else if (char.IsAsciiLetter(path[i])) return i;
        }

        return -1;
    }

    private static string At(string text, int position, Func<string, string> write) =>
        position < 0 ? text : text[..position] + write(text[position].ToString()) + text[(position + 1)..];

    private static string OfEscape(string text, Func<string, string> write)
    {
        var start = text.LastIndexOf('%');
        return start < 0 ? text : text[..start] + write(text.Substring(start, 3)) + text[(start + 3)..];
    }

    private static string Escaped(string character) => string.Create(CultureInfo.InvariantCulture, $"%{(int)character[0]:x2}");

    private static string Decoded(string escape) =>
        ((char)byte.Parse(escape.AsSpan(1), NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString();

    private static string OtherCase(string text) => string.Concat(text.Select(c => char.IsAsciiLetter(c) ? (char)(c ^ 0x20) : c));
}
