using System.Text;
using TokenAuthz.Signing.Tokens;

namespace TokenAuthz.Tests.Signing.Tokens;

public static class TimeFormatTests
{
    private static readonly long Noon = new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    [Theory]
    [InlineData("the first minute", "yyyyMMddHHmm+08:00", "197001010800", true)]
    [InlineData("a minute before the first", "yyyyMMddHHmm+08:00", "197001010759", false)]
    [InlineData("the last minute of the calendar", "yyyyMMddHHmmZ", "999912312359", true)]
    [InlineData("the same where UTC is in the next year already", "yyyyMMddHHmm-14:00", "999912312359", true)]
    [InlineData("the first year, where UTC is in the one before", "yyyyMMddHHmm+14:00", "000101010000", false)]
    [InlineData("a month that does not exist", "yyyyMMddHHmmZ", "202613010000", false)]
    [InlineData("a leap day", "yyyyMMddTHHmmssZ", "20280229T120000Z", true)]
    [InlineData("a leap day of a common year", "yyyyMMddTHHmmssZ", "20270229T120000Z", false)]
    [InlineData("a second 60", "yyyyMMddTHHmmssZ", "20261231T235960Z", false)]
    [InlineData("another zone", "yyyyMMddTHHmmssZ", "20261123T120000+", false)]
    [InlineData("no T", "yyyyMMddTHHmmssZ", "20261123 120000Z", false)]
    [InlineData("a sign among the digits", "yyyyMMddTHHmmssZ", "2026112-T120000Z", false)]
    [InlineData("the extended form", "yyyyMMddTHHmmssZ", "2026-11-23T12:00:00Z", false)]
    [InlineData("14 digits", "unix_ms", "18000000000000", false)]
    [InlineData("a fraction", "unix_ms", "1800000000000.5", false)]
    [InlineData("a fraction", "unix", "1800000000.5", false)]
    [InlineData("a number below 0", "number", "-1", false)]
    [InlineData("no number", "number", "NaN", false)]
    [InlineData("endless", "number", "1e99", false)]
    [InlineData("a blank", "number", " 1800000000", false)]
    [InlineData("hex", "number", "0x6b49d200", false)]
    [InlineData("no zone", "iso8601", "2026-11-23T12:00:00", false)]
    [InlineData("a zone behind a date", "iso8601", "2026-11-23Z", false)]
    [InlineData("an hour alone", "iso8601", "2026-11-23T12Z", false)]
    [InlineData("a fraction without digits", "iso8601", "2026-11-23T12:00:00.Z", false)]
    [InlineData("a fraction of a minute", "iso8601", "2026-11-23T12:00.5Z", false)]
    [InlineData("an hour 24", "iso8601", "2026-11-23T24:00:00Z", false)]
    [InlineData("an offset of a day", "iso8601", "2026-11-23T12:00:00+24:00", false)]
    [InlineData("an offset of three digits", "iso8601", "2026-11-23T12:00:00+080", false)]
    [InlineData("two zones", "iso8601", "2026-11-23T12:00:00+08:00Z", false)]
    [InlineData("a blank for the T", "iso8601", "2026-11-23 12:00:00Z", false)]
    [InlineData("an escaped plus", "iso8601", "2026-11-23T12:00:00%2B08:00", false)]
    [InlineData("before 1970", "iso8601", "1969-12-31T23:59:59Z", false)]
    [InlineData("before 1970 by its offset", "iso8601", "1970-01-01T00:00:00+01:00", false)]
    [InlineData("nothing", "iso8601", "", false)]
    public static void Reads_times_that_exist(string description, string format, string text, bool isTime) =>
        Expect.Equal(isTime, TimeFormat.Parse(format).TryRead(Encoding.ASCII.GetBytes(text), out _), description);

    // A time in whole seconds includes its second; a time with a fraction is a millisecond.
    [Theory]
    [InlineData("seconds", "unix", "1795435200", 0, 999)]
    [InlineData("milliseconds", "unix_ms", "1795435200000", 0, 0)]
    [InlineData("the last millisecond of the second", "unix_ms", "1795435200999", 999, 999)]
    [InlineData("a JSON number", "number", "1795435200", 0, 999)]
    [InlineData("a whole number with a fraction of 0", "number", "1795435200.0", 0, 999)]
    [InlineData("a fraction as JavaScript divides", "number", "1795435200.123", 123, 123)]
    [InlineData("a fraction as Python writes it", "number", "1795435200.1239998", 123, 123)]
    [InlineData("an exponent as Elixir writes it", "number", "1.7954352e9", 0, 999)]
    [InlineData("AWS", "yyyyMMddTHHmmssZ", "20261123T120000Z", 0, 999)]
    [InlineData("seconds", "iso8601", "2026-11-23T12:00:00Z", 0, 999)]
    [InlineData("minutes, as Azure takes them", "iso8601", "2026-11-23T12:00Z", 0, 999)]
    [InlineData("a fraction of one digit", "iso8601", "2026-11-23T12:00:00.5Z", 500, 500)]
    [InlineData("the seven digits of .NET", "iso8601", "2026-11-23T12:00:00.0000000Z", 0, 0)]
    [InlineData("the nine digits of Go", "iso8601", "2026-11-23T12:00:00.123456789Z", 123, 123)]
    [InlineData("an offset", "iso8601", "2026-11-23T20:00:00+08:00", 0, 999)]
    [InlineData("an offset without its colon", "iso8601", "2026-11-23T06:30:00-0530", 0, 999)]
    [InlineData("an offset of hours", "iso8601", "2026-11-23T13:00:00+01", 0, 999)]
    [InlineData("a fraction and an offset", "iso8601", "2026-11-23T12:00:00.250+00:00", 250, 250)]
    public static void Reads_a_time_to_the_millisecond(string description, string format, string text, int first, int last)
    {
        Assert.True(TimeFormat.Parse(format).TryRead(Encoding.ASCII.GetBytes(text), out var instant), description);
        Expect.Equal((Noon + first, Noon + last), (instant.First, instant.Last), description);
    }

    [Fact]
    public static void Begins_a_date_at_midnight_in_utc()
    {
        Assert.True(TimeFormat.Parse("iso8601").TryRead("2026-11-23"u8, out var instant));
        Assert.Equal(Noon - (12 * 3600 * Instant.Second), instant.First);
    }

    [Theory]
    [InlineData("yyyyMMddHHmm+14:00", "202611231400")]
    [InlineData("yyyyMMddHHmm-14:00", "202611221000")]
    [InlineData("yyyyMMddHHmmZ", "202611230000")]
    [InlineData("yyyyMMddTHHmmssZ", "20261123T000000Z")]
    [InlineData("iso8601", "2026-11-23T00:00:00Z")]
    [InlineData("unix_ms", "1795392000000")]
    [InlineData("number", "1795392000")]
    [InlineData("unix|hex", "1795392000")]
    [InlineData("HEX", "6B038200")]
    public static void Reads_the_time_that_it_writes(string format, string text)
    {
        var time = TimeFormat.Parse(format);
        var midnight = new DateTimeOffset(2026, 11, 23, 0, 0, 0, TimeSpan.Zero);

        Assert.True(time.TryRead(Encoding.ASCII.GetBytes(text), out var instant));
        Assert.Equal(midnight.ToUnixTimeMilliseconds(), instant.First);
        Assert.Equal(text, time.Write(midnight.ToUnixTimeSeconds()));
    }

    [Fact]
    public static void Never_throws()
    {
        var random = new Random(7);
        string[] formats = [.. TimeFormat.Names];
        for (var i = 0; i < 20_000; i++)
        {
            var text = new byte[random.Next(40)];
            for (var j = 0; j < text.Length; j++) text[j] = (byte)"0123456789-+:.TZeE"[random.Next(18)];

            var isRead = TimeFormat.Parse(formats[i % formats.Length]).TryRead(text, out var instant);

            if (isRead) Assert.InRange(instant.Last - instant.First, 0, 999);
        }
    }
}
