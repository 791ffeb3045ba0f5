using System.Globalization;
using System.Text;
using TokenAuthz.Engine.Checks;
using TokenAuthz.Engine.Snapshots;
using TokenAuthz.Signing;

namespace TokenAuthz.Engine.Hosting;

/// <summary>Prepares texts of a client for the log: bounded, escaped, and without the parts in which a token may be.</summary>
public static class LogText
{
    private const int MaxPathLength = 256;
    private const int MaxHostLength = 128;
    private const int MaxMethodLength = 16;
    private const int MaxCauseLength = 256;
    private const int MaxRequestIdLength = 128;

    private const string Withheld = "(withheld: a token may be in it)";

    /// <summary>A request's method.</summary>
    public static string Method(ReadOnlySpan<char> method) => Escape(method, MaxMethodLength);

    /// <summary>A request's host.</summary>
    public static string Host(ReadOnlySpan<char> host) => Escape(host, MaxHostLength);

    /// <summary>
    /// A request target without its query, in which a token may be. If some policy's tokens are in paths, nothing of the target: a
    /// request that another policy denies may carry one all the same.
    /// </summary>
    public static string Path(ReadOnlySpan<char> target, Snapshot? snapshot)
    {
        if (snapshot is not { HasPathTokens: false }) return Withheld;
        var end = target.IndexOfAny('?', '#');
        return Escape(end < 0 ? target : target[..end], MaxPathLength);
    }

    /// <summary>A gateway's id of a request, which may be its client's; null for an empty one.</summary>
    public static string? RequestId(ReadOnlySpan<char> id) => id.IsEmpty ? null : Escape(id, MaxRequestIdLength);

    /// <summary>What a denial comes from, in a sentence with the header or the setting that it is about.</summary>
    public static string Detail(in Decision decision)
    {
        var meaning = decision.Cause?.Meaning() ?? "";
        return decision.CauseSubject is { } subject ? $"{subject}: {meaning}" : meaning;
    }

    /// <summary>A server's words about a request without the quoted part, which is from the request: a token may be in it.</summary>
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
