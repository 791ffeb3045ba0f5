using System.Collections.Immutable;
using System.Globalization;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Signing.Tokens;

/// <summary>A minute of the calendar in a fixed zone, as CDNs in China write it: <c>202611231200</c>.</summary>
internal sealed class CalendarTime : TimeFormat
{
    public const string Example = Format + "+08:00";

    private const string Format = "yyyyMMddHHmm";

    private static readonly TimeSpan MaxOffset = TimeSpan.FromHours(14);

    private readonly TimeSpan _offset;

    private CalendarTime(TimeSpan offset) => _offset = offset;

    public override ImmutableHashSet<byte> Bytes => HttpBytes.Of("0123456789");

    public override bool IsAlwaysFixed => true;

    public static CalendarTime? Find(string name)
    {
        if (!name.StartsWith(Format, StringComparison.Ordinal)) return null;
        var zone = name[Format.Length..];
        if (zone is "Z") return new(TimeSpan.Zero);
        if (zone.Length != 6 || zone[0] is not ('+' or '-')) return null;
        return TimeSpan.TryParseExact(zone[1..], "hh\\:mm", CultureInfo.InvariantCulture, out var offset) && offset <= MaxOffset
            ? new(zone[0] == '-' ? -offset : offset)
            : null;
    }

    public override bool TryRead(ReadOnlySpan<byte> text, out Instant instant)
    {
        instant = default;
        return text.Length == Format.Length
            && Calendar.TryReadNumber(text[..4], out var year)
            && Calendar.TryReadNumber(text[4..6], out var month)
            && Calendar.TryReadNumber(text[6..8], out var day)
            && Calendar.TryGetDay(year, month, day, out var seconds)
            && Calendar.TryReadNumber(text[8..10], out var hour)
            && Calendar.TryReadNumber(text[10..12], out var minute)
            && Calendar.TryGetTime(hour, minute, 0, out var time)
            && Instant.TryOfSecond(seconds + time - (long)_offset.TotalSeconds, out instant);
    }

    public override string Write(long seconds) =>
        DateTimeOffset.FromUnixTimeSeconds(seconds).ToOffset(_offset).ToString(Format, CultureInfo.InvariantCulture);
}
