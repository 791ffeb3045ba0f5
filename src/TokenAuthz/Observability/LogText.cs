using System.Globalization;
using System.Text;

namespace TokenAuthz.Observability;

/// <summary>Makes what a client sent fit to be logged.</summary>
internal static class LogText
{
    /// <summary>
    /// Printable ASCII as it is, everything else (line ends, escapes, directional marks) as <c>\u0085</c>; cut to a length.
    /// </summary>
    public static string Escape(ReadOnlySpan<char> text, int maxLength)
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

    /// <summary>A request target without its query, in which a token may be.</summary>
    public static ReadOnlySpan<char> PathOf(ReadOnlySpan<char> target)
    {
        var end = target.IndexOfAny('?', '#');
        return end < 0 ? target : target[..end];
    }
}
