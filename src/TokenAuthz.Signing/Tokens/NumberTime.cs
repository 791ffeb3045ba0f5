using System.Buffers;
using System.Buffers.Text;
using System.Collections.Immutable;
using System.Globalization;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Signing.Tokens;

/// <summary>
/// Unix time in seconds as a JSON number, which may have a fraction (RFC 7519, section 2: NumericDate). Its length is not bounded as
/// that of other times, because JSON separates it from its neighbours.
/// </summary>
internal sealed class NumberTime : TimeFormat
{
    // Python writes up to 17 digits, JavaScript 13.
    private const int MaxLength = 32;

    // Beyond, milliseconds would not fit a long; the year is 31 million.
    private const decimal MaxSeconds = 1_000_000_000_000_000;

    private static readonly SearchValues<byte> Characters = SearchValues.Create("0123456789.eE+-"u8);

    public override ImmutableHashSet<byte> Bytes => HttpBytes.Of("0123456789.eE+-");

    public override bool IsFixed => false;

    public override bool TryRead(ReadOnlySpan<byte> text, out Instant instant)
    {
        instant = default;
        if (text.Length is 0 or > MaxLength || !char.IsAsciiDigit((char)text[0]) || text.ContainsAnyExcept(Characters)) return false;
        if (!Utf8Parser.TryParse(text, out decimal seconds, out var read) || read != text.Length || seconds > MaxSeconds) return false;
        instant = decimal.IsInteger(seconds)
            ? Instant.OfSecond((long)seconds)
            : Instant.OfMillisecond((long)decimal.Floor(seconds * Instant.Second));
        return true;
    }

    public override string Write(long seconds) => seconds.ToString(CultureInfo.InvariantCulture);
}
