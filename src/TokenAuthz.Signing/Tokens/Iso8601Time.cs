using System.Collections.Immutable;
using System.Globalization;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Signing.Tokens;

/// <summary>
/// ISO 8601 and RFC 3339: a date, which begins at midnight UTC, or a date and a time with minutes, seconds or a fraction of any
/// number of digits, in UTC or with an offset (<c>+08:00</c>, <c>+0800</c>, <c>+08</c>).
/// </summary>
/// <param name="isUtc">Whether a time without a zone is in UTC; it is denied otherwise.</param>
internal sealed class Iso8601Time(bool isUtc) : TimeFormat
{
    private const string Characters = "0123456789-+:.TZ";
    private const int MaxOffset = 14 * 60;

    public override ImmutableHashSet<byte> Bytes => HttpBytes.Of(Characters);

    public override bool IsFixed => false;

    public override bool TryRead(ReadOnlySpan<byte> text, out Instant instant)
    {
        instant = default;
        if (!TryTakeNumber(ref text, 4, out var year) || !TryTake(ref text, '-')
            || !TryTakeNumber(ref text, 2, out var month) || !TryTake(ref text, '-')
            || !TryTakeNumber(ref text, 2, out var day)
            || !Calendar.TryGetDay(year, month, day, out var seconds))
            return false;
        if (text.IsEmpty) return Instant.TryOfSecond(seconds, out instant);

        if (!TryTake(ref text, 'T') || !TryTakeNumber(ref text, 2, out var hour)
            || !TryTake(ref text, ':') || !TryTakeNumber(ref text, 2, out var minute))
            return false;
        var (second, fraction) = (0, (int?)null);
        if (TryTake(ref text, ':') && (!TryTakeNumber(ref text, 2, out second) || !TryTakeFraction(ref text, out fraction))) return false;
        if (!Calendar.TryGetTime(hour, minute, second, out var time)) return false;
        var offset = 0;
        if (!(isUtc && text.IsEmpty) && !TryReadOffset(text, out offset)) return false;
        if (!Instant.TryOfSecond(seconds + time - (offset * 60), out instant)) return false;
        if (fraction is { } milliseconds) instant = Instant.OfMillisecond(instant.First + milliseconds);
        return true;
    }

    public override string Write(long seconds) =>
        DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static bool TryTake(ref ReadOnlySpan<byte> text, char character)
    {
        if (text.IsEmpty || text[0] != character) return false;
        text = text[1..];
        return true;
    }

    private static bool TryTakeNumber(ref ReadOnlySpan<byte> text, int digits, out int number)
    {
        number = 0;
        if (text.Length < digits || !Calendar.TryReadNumber(text[..digits], out number)) return false;
        text = text[digits..];
        return true;
    }

    // Milliseconds; further digits are cut off. Go writes nine digits, .NET seven.
    private static bool TryTakeFraction(ref ReadOnlySpan<byte> text, out int? milliseconds)
    {
        milliseconds = null;
        if (!TryTake(ref text, '.')) return true;
        var (count, value) = (0, 0);
        for (; count < text.Length && char.IsAsciiDigit((char)text[count]); count++)
        {
            if (count < 3) value = (value * 10) + (text[count] - '0');
        }

        text = text[count..];
        milliseconds = count switch { 1 => value * 100, 2 => value * 10, _ => value };
        return count > 0;
    }

    // Minutes to the east of Greenwich. A time without a zone is the signer's local one, which nothing tells.
    private static bool TryReadOffset(ReadOnlySpan<byte> zone, out int offset)
    {
        offset = 0;
        if (zone is [(byte)'Z']) return true;
        if (zone is not [(byte)'+' or (byte)'-', ..]) return false;
        var minutes = 0;
        var rest = zone[1..];
        if (!TryTakeNumber(ref rest, 2, out var hours)) return false;
        if (!rest.IsEmpty)
        {
            _ = TryTake(ref rest, ':');
            if (!TryTakeNumber(ref rest, 2, out minutes) || minutes > 59 || !rest.IsEmpty) return false;
        }

        offset = (hours * 60) + minutes;
        var isZone = offset <= MaxOffset;
        if (zone[0] == '-') offset = -offset;
        return isZone;
    }
}
