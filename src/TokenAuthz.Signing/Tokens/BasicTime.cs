using System.Collections.Immutable;
using System.Globalization;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Signing.Tokens;

/// <summary>ISO 8601 in its basic form, in UTC, as AWS and Google write it: <c>20150830T123600Z</c>.</summary>
internal sealed class BasicTime : TimeFormat
{
    public const string Name = "yyyyMMddTHHmmssZ";

    private const string Format = "yyyyMMdd'T'HHmmss'Z'";

    public override ImmutableHashSet<byte> Bytes => HttpBytes.Of("0123456789TZ");

    public override bool IsAlwaysFixed => true;

    public override bool TryRead(ReadOnlySpan<byte> text, out Instant instant)
    {
        instant = default;
        return text.Length == Name.Length && text[8] == 'T' && text[15] == 'Z'
            && Calendar.TryReadNumber(text[..4], out var year)
            && Calendar.TryReadNumber(text[4..6], out var month)
            && Calendar.TryReadNumber(text[6..8], out var day)
            && Calendar.TryGetDay(year, month, day, out var seconds)
            && Calendar.TryReadNumber(text[9..11], out var hour)
            && Calendar.TryReadNumber(text[11..13], out var minute)
            && Calendar.TryReadNumber(text[13..15], out var second)
            && Calendar.TryGetTime(hour, minute, second, out var time)
            && Instant.TryOfSecond(seconds + time, out instant);
    }

    public override string Write(long seconds) =>
        DateTimeOffset.FromUnixTimeSeconds(seconds).ToString(Format, CultureInfo.InvariantCulture);
}
