using System.Globalization;

namespace TokenAuthz.Signing.Tokens;

/// <summary>
/// Unix time in seconds, in decimal or in hex. Ten digits are decimal, which lasts until 2286; at most eight are hex, until 2106: the
/// lengths never meet.
/// </summary>
internal sealed class UnixOrHexTime : TimeFormat
{
    private const int DecimalDigits = 10;

    public override bool IsFixed => false;

    public override bool TryRead(ReadOnlySpan<byte> text, out Instant instant)
    {
        var isRead = text.Length == DecimalDigits
            ? UnixTime.TryReadDecimal(text, DecimalDigits, out var seconds)
            : HexTime.TryReadHex(text, out seconds);
        instant = Instant.OfSecond(seconds);
        return isRead;
    }

    // `/a` with 1870000000 and `/a18` with 70000000, which is hex for a day in 2029, are one message.
    public override bool MayBeginWithin(ReadOnlySpan<byte> path, ReadOnlySpan<byte> text) =>
        text.Length == HexTime.MaxDigits && path.Length >= DecimalDigits - HexTime.MaxDigits
        && UnixTime.IsDecimal(text) && UnixTime.IsDecimal(path[^(DecimalDigits - HexTime.MaxDigits)..]);

    public override string Write(long seconds) => seconds.ToString("D10", CultureInfo.InvariantCulture);
}
