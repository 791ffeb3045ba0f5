using System.Buffers.Text;
using System.Globalization;

namespace TokenAuthz.Signing.Tokens;

/// <summary>Unix time in seconds, in hex; read in either case.</summary>
/// <param name="upper">Whether it is written in upper case.</param>
internal sealed class HexTime(bool upper) : TimeFormat
{
    /// <summary>The digits of a time from 1978 to 2106, which are the most that a time may have.</summary>
    public const int MaxDigits = 8;

    public override bool TryRead(ReadOnlySpan<byte> text, out Instant instant)
    {
        var isRead = TryReadHex(text, out var seconds);
        instant = Instant.OfSecond(seconds);
        return isRead;
    }

    public override string Write(long seconds) => seconds.ToString(upper ? "X8" : "x8", CultureInfo.InvariantCulture);

    /// <summary>Reads up to <see cref="MaxDigits"/> digits.</summary>
    internal static bool TryReadHex(ReadOnlySpan<byte> text, out long seconds)
    {
        seconds = 0;
        return text.Length is > 0 and <= MaxDigits && Utf8Parser.TryParse(text, out seconds, out var read, 'x') && read == text.Length;
    }
}
