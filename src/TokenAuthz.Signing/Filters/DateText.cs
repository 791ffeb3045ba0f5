using System.Buffers.Text;
using System.Globalization;

namespace TokenAuthz.Signing.Filters;

/// <summary>The date of a time.</summary>
internal static class DateText
{
    /// <summary>The length of a date.</summary>
    public const int Length = 10;

    private const int MaxDigits = 10;

    /// <summary>Writes the date in UTC, <c>2026-02-25</c>.</summary>
    /// <param name="time">Unix time in seconds, at most ten digits.</param>
    /// <param name="result">Room for the date.</param>
    /// <returns>How many bytes were written; -1 when the text is no such time.</returns>
    public static int Write(ReadOnlySpan<byte> time, Span<byte> result)
    {
        var isTime = time.Length <= MaxDigits && !time.ContainsAnyExceptInRange((byte)'0', (byte)'9');
        if (!isTime || !Utf8Parser.TryParse(time, out long seconds, out _)) return -1;
        var date = DateTimeOffset.FromUnixTimeSeconds(seconds);
        return date.TryFormat(result, out var length, "yyyy-MM-dd", CultureInfo.InvariantCulture) ? length : -1;
    }
}
