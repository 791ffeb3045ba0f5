using System.Buffers.Text;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Signing.Tokens;

/// <summary>How a token writes an instant. Bounded in length, so that a digit of the time cannot pass for one of the path.</summary>
internal abstract class TimeFormat
{
    private const int MaxDecimalDigits = 10;
    private const int MaxHexDigits = 8;

    private static readonly ImmutableArray<(string Name, TimeFormat Format)> Named =
    [
        ("unix", new UnixTime()),
        ("hex", new HexTime(upper: false)),
        ("HEX", new HexTime(upper: true)),
        ("unix|hex", new UnixOrHexTime()),
        ("http", new HttpTime()),
        ("iso8601", new Iso8601Time()),
    ];

    /// <summary>Reads an instant.</summary>
    /// <param name="text">The text as it stands in the request.</param>
    /// <param name="seconds">Unix time.</param>
    public abstract bool TryRead(ReadOnlySpan<byte> text, out long seconds);

    /// <summary>Whether the text may be the end of a longer time that begins within the path before it.</summary>
    /// <param name="path">The path, which stands before the time in messages that do not separate them.</param>
    /// <param name="text">The text as it stands in the request.</param>
    public virtual bool MayBeginWithin(ReadOnlySpan<byte> path, ReadOnlySpan<byte> text) => false;

    /// <summary>Writes an instant.</summary>
    /// <param name="seconds">Unix time.</param>
    public abstract string Write(long seconds);

    /// <summary>The bytes of all instants in this format.</summary>
    public virtual ImmutableHashSet<byte> Bytes => HttpBytes.Of("0123456789abcdefABCDEF");

    /// <summary>
    /// Whether every instant from 2002 to 2106 has the same length. A token whose end is shorter has ended long ago.
    /// </summary>
    public virtual bool IsFixed => true;

    /// <summary>Whether every instant that the format can write has the same length.</summary>
    public virtual bool IsAlwaysFixed => false;

    /// <summary>The names of all formats: of the calendar's, which needs a zone, one example.</summary>
    public static IEnumerable<string> Names => [.. Named.Select(format => format.Name), CalendarTime.Example];

    /// <summary>Finds a format by its name; null for the usual one, decimal Unix time.</summary>
    /// <exception cref="FormatException">There is no such format.</exception>
    public static TimeFormat Parse(string? name) =>
        Named.FirstOrDefault(format => format.Name == (name ?? "unix")).Format
        ?? CalendarTime.Find(name!)
        ?? throw new FormatException(
            $"'{name}' is no format of a time: write {string.Join(", ", Named.Select(format => format.Name))}, " +
                $"or yyyyMMddHHmm with a zone, as in {CalendarTime.Example}");

    private static bool TryReadDecimal(ReadOnlySpan<byte> text, out long seconds)
    {
        seconds = 0;
        return text.Length is > 0 and <= MaxDecimalDigits
            && IsDecimal(text)
            && Utf8Parser.TryParse(text, out seconds, out var read) && read == text.Length;
    }

    private static bool IsDecimal(ReadOnlySpan<byte> text) => !text.ContainsAnyExceptInRange((byte)'0', (byte)'9');

    private static bool TryReadHex(ReadOnlySpan<byte> text, out long seconds)
    {
        seconds = 0;
        return text.Length is > 0 and <= MaxHexDigits && Utf8Parser.TryParse(text, out seconds, out var read, 'x') && read == text.Length;
    }

    private sealed class UnixTime : TimeFormat
    {
        public override ImmutableHashSet<byte> Bytes => HttpBytes.Of("0123456789");

        public override bool TryRead(ReadOnlySpan<byte> text, out long seconds) => TryReadDecimal(text, out seconds);

        public override string Write(long seconds) => seconds.ToString(CultureInfo.InvariantCulture);
    }

    private sealed class HexTime(bool upper) : TimeFormat
    {
        public override bool TryRead(ReadOnlySpan<byte> text, out long seconds) => TryReadHex(text, out seconds);

        public override string Write(long seconds) => seconds.ToString(upper ? "X8" : "x8", CultureInfo.InvariantCulture);
    }

    // Ten digits are decimal, which lasts until 2286; at most eight are hex, until 2106: the lengths never meet.
    private sealed class UnixOrHexTime : TimeFormat
    {
        public override bool IsFixed => false;

        public override bool TryRead(ReadOnlySpan<byte> text, out long seconds) =>
            text.Length == MaxDecimalDigits ? TryReadDecimal(text, out seconds) : TryReadHex(text, out seconds);

        // `/a` with 1870000000 and `/a18` with 70000000, which is hex for a day in 2029, are one message.
        public override bool MayBeginWithin(ReadOnlySpan<byte> path, ReadOnlySpan<byte> text) =>
            text.Length == MaxHexDigits && path.Length >= MaxDecimalDigits - MaxHexDigits
            && IsDecimal(text) && IsDecimal(path[^(MaxDecimalDigits - MaxHexDigits)..]);

        public override string Write(long seconds) => seconds.ToString("D10", CultureInfo.InvariantCulture);
    }

    // RFC 9110, section 5.6.7: IMF-fixdate.
    private sealed class HttpTime : TimeFormat
    {
        public override ImmutableHashSet<byte> Bytes =>
            HttpBytes.Of("0123456789, :ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

        public override bool IsAlwaysFixed => true;

        public override bool TryRead(ReadOnlySpan<byte> text, out long seconds)
        {
            var isRead = Utf8Parser.TryParse(text, out DateTimeOffset instant, out var read, 'R') && read == text.Length;
            seconds = isRead ? instant.ToUnixTimeSeconds() : 0;
            return isRead;
        }

        public override string Write(long seconds) =>
            DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("R", CultureInfo.InvariantCulture);
    }

    // RFC 3339, in UTC or with an offset.
    private sealed class Iso8601Time : TimeFormat
    {
        public override ImmutableHashSet<byte> Bytes => HttpBytes.Of("0123456789-+:.TZ");

        public override bool IsFixed => false;

        private static readonly string[] Formats = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

        public override bool TryRead(ReadOnlySpan<byte> text, out long seconds)
        {
            seconds = 0;
            Span<char> characters = stackalloc char[40];
            if (text.Length > characters.Length || text.Length < "2026-01-01T00:00:00Z".Length) return false;
            var length = Encoding.Latin1.GetChars(text, characters);
            var hasZone = characters[length - 1] == 'Z' || characters[length - 6] is '+' or '-';
            var isRead = DateTimeOffset.TryParseExact(
                characters[..length], Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var instant);
            if (!hasZone || !isRead) return false;
            seconds = instant.ToUnixTimeSeconds();
            return true;
        }

        public override string Write(long seconds) =>
            DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
    }

    // Minutes of the calendar in a fixed zone, as CDNs in China write them.
    private sealed class CalendarTime(TimeSpan offset) : TimeFormat
    {
        public const string Example = Format + "+08:00";

        private const string Format = "yyyyMMddHHmm";

        private static readonly TimeSpan MaxOffset = TimeSpan.FromHours(14);

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

        public override bool TryRead(ReadOnlySpan<byte> text, out long seconds)
        {
            seconds = 0;
            Span<char> characters = stackalloc char[Format.Length];
            if (text.Length != characters.Length) return false;
            _ = Encoding.Latin1.GetChars(text, characters);
            if (!DateTime.TryParseExact(characters, Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var clock))
                return false;
            seconds = (long)(clock - DateTime.UnixEpoch - offset).TotalSeconds;
            return seconds >= 0;
        }

        public override string Write(long seconds) =>
            DateTimeOffset.FromUnixTimeSeconds(seconds).ToOffset(offset).ToString(Format, CultureInfo.InvariantCulture);
    }
}
