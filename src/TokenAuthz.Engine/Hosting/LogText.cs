using System.Globalization;
using System.Text;
using TokenAuthz.Engine.Snapshots;

namespace TokenAuthz.Engine.Hosting;

/// <summary>Makes what a client sent fit to be logged: bounded, escaped, and without what may hold a token.</summary>
internal static class LogText
{
    private const int MaxPathLength = 256;
    private const int MaxHostLength = 128;
    private const int MaxMethodLength = 16;
    private const int MaxCauseLength = 256;

    private const string Withheld = "(withheld: a token may be in it)";

    /// <summary>A request's method.</summary>
    public static string Method(ReadOnlySpan<char> method) => Escape(method, MaxMethodLength);

    /// <summary>A request's host.</summary>
    public static string Host(ReadOnlySpan<char> host) => Escape(host, MaxHostLength);

    /// <summary>
    /// A request target without its query, in which a token may be; and nothing of it where some policy's tokens are in
    /// paths, as a request that another policy denies may carry one all the same.
    /// </summary>
    public static string Path(ReadOnlySpan<char> target, Snapshot snapshot)
    {
        if (snapshot.HasPathTokens) return Withheld;
        var end = target.IndexOfAny('?', '#');
        return Escape(end < 0 ? target : target[..end], MaxPathLength);
    }

    /// <summary>A server's words about a request, without what stands in quotes: it is the request's own, and a token may be in it.</summary>
    public static string Cause(ReadOnlySpan<char> cause)
    {
        var (begin, end) = (cause.IndexOfAny('\'', '"'), cause.LastIndexOfAny('\'', '"'));
        return Escape(begin < end ? $"{cause[..(begin + 1)]}...{cause[end..]}" : cause, MaxCauseLength);
    }

    /// <summary>
    /// Printable ASCII as it is, everything else (line ends, escapes, directional marks) as <c>\u0085</c>; cut to a length.
    /// </summary>
    private static string Escape(ReadOnlySpan<char> text, int maxLength)
    {
        var isCut = text.Length > maxLength;
        var escaped = new StringBuilder(Math.Min(text.Length, maxLength) + 1);
        foreach (var c in isCut ? text[..maxLength] : text)
        {
            if (c is >= ' ' and <= '~' and not '\\') escaped.Append(c);
            else escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
        }

        return isCut ? escaped.Append('…').ToString() : escaped.ToString();
    }
}
