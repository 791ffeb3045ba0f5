using System.Buffers.Text;
using System.Collections.Immutable;
using System.Globalization;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Signing.Tokens;

/// <summary>Unix time in decimal, in seconds or in milliseconds.</summary>
/// <param name="digits">The digits of a time from 2002 to 2286, which are the most that a time may have.</param>
/// <param name="perSecond">1 for seconds, 1000 for milliseconds.</param>
internal sealed class UnixTime(int digits, int perSecond) : TimeFormat
{
    public override ImmutableHashSet<byte> Bytes => HttpBytes.Of("0123456789");

    public override bool TryRead(ReadOnlySpan<byte> text, out Instant instant)
    {
        var isRead = TryReadDecimal(text, digits, out var time);
        instant = perSecond == 1 ? Instant.OfSecond(time) : Instant.OfMillisecond(time);
        return isRead;
    }

    public override string Write(long seconds) => (seconds * perSecond).ToString(CultureInfo.InvariantCulture);

    /// <summary>Reads a number of some digits, without a sign.</summary>
    internal static bool TryReadDecimal(ReadOnlySpan<byte> text, int maxDigits, out long number)
    {
        number = 0;
        return text.Length > 0 && text.Length <= maxDigits
            && IsDecimal(text)
            && Utf8Parser.TryParse(text, out number, out var read) && read == text.Length;
    }

    /// <summary>Whether a text is made of digits.</summary>
    internal static bool IsDecimal(ReadOnlySpan<byte> text) => !text.ContainsAnyExceptInRange((byte)'0', (byte)'9');
}
