using System.Buffers.Text;
using System.Collections.Immutable;
using System.Globalization;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Signing.Tokens;

/// <summary>An HTTP date (RFC 9110, section 5.6.7: IMF-fixdate).</summary>
internal sealed class HttpTime : TimeFormat
{
    public override ImmutableHashSet<byte> Bytes => HttpBytes.Of("0123456789, :ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    public override bool IsAlwaysFixed => true;

    public override bool TryRead(ReadOnlySpan<byte> text, out Instant instant)
    {
        instant = default;
        return Utf8Parser.TryParse(text, out DateTimeOffset time, out var read, 'R') && read == text.Length
            && Instant.TryOfSecond(time.ToUnixTimeSeconds(), out instant);
    }

    public override string Write(long seconds) => DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("R", CultureInfo.InvariantCulture);
}
