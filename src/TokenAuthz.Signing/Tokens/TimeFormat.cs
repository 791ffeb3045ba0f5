using System.Collections.Immutable;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Signing.Tokens;

/// <summary>How a token writes an instant. Bounded in length, so that a digit of the time cannot pass for one of the path.</summary>
internal abstract class TimeFormat
{
    private static readonly ImmutableArray<(string Name, TimeFormat Format)> Named =
    [
        ("unix", new UnixTime(digits: 10, perSecond: 1)),
        ("unix_ms", new UnixTime(digits: 13, perSecond: 1000)),
        ("hex", new HexTime(upper: false)),
        ("HEX", new HexTime(upper: true)),
        ("unix|hex", new UnixOrHexTime()),
        ("unix|unix_ms", new EitherTime(new UnixTime(digits: 10, perSecond: 1), new UnixTime(digits: 13, perSecond: 1000))),
        ("iso8601|unix_ms", new EitherTime(new Iso8601Time(isUtc: false), new UnixTime(digits: 13, perSecond: 1000))),
        ("number", new NumberTime()),
        ("http", new HttpTime()),
        ("iso8601", new Iso8601Time(isUtc: false)),
        ("iso8601_utc", new Iso8601Time(isUtc: true)),
        (BasicTime.Name, new BasicTime()),
    ];

    /// <summary>Reads an instant.</summary>
    /// <param name="text">The text as it stands in the request.</param>
    /// <param name="instant">The instant, from 1970 on.</param>
    public abstract bool TryRead(ReadOnlySpan<byte> text, out Instant instant);

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
}
