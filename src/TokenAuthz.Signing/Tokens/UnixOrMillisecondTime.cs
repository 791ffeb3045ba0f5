using System.Collections.Immutable;
using System.Globalization;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Signing.Tokens;

/// <summary>Unix time in seconds, of at most ten digits until 2286, or in milliseconds, of thirteen digits from 2001 on.</summary>
internal sealed class UnixOrMillisecondTime : TimeFormat
{
    private const int SecondDigits = 10;
    private const int MillisecondDigits = 13;

    public override ImmutableHashSet<byte> Bytes => HttpBytes.Of("0123456789");

    public override bool IsFixed => false;

    public override bool TryRead(ReadOnlySpan<byte> text, out Instant instant)
    {
        instant = default;
        if (text.Length is > SecondDigits and not MillisecondDigits) return false;
        if (!UnixTime.TryReadDecimal(text, MillisecondDigits, out var time)) return false;
        instant = text.Length == MillisecondDigits ? Instant.OfMillisecond(time) : Instant.OfSecond(time);
        return true;
    }

    public override string Write(long seconds) => seconds.ToString(CultureInfo.InvariantCulture);
}
