using System.Text;
using TokenAuthz.Signing.Tokens;

namespace TokenAuthz.Tests.Signing.Tokens;

public static class TimeFormatTests
{
    [Theory]
    [InlineData("the first minute", "yyyyMMddHHmm+08:00", "197001010800", true)]
    [InlineData("a minute before the first", "yyyyMMddHHmm+08:00", "197001010759", false)]
    [InlineData("the last minute of the calendar", "yyyyMMddHHmmZ", "999912312359", true)]
    [InlineData("the same where UTC is in the next year already", "yyyyMMddHHmm-14:00", "999912312359", true)]
    [InlineData("the first year, where UTC is in the one before", "yyyyMMddHHmm+14:00", "000101010000", false)]
    [InlineData("a month that does not exist", "yyyyMMddHHmmZ", "202613010000", false)]
    public static void Reads_minutes_of_any_year(string description, string format, string text, bool isTime) =>
        Expect.Equal(isTime, TimeFormat.Parse(format).TryRead(Encoding.ASCII.GetBytes(text), out _), description);

    [Theory]
    [InlineData("yyyyMMddHHmm+14:00", "202611231400")]
    [InlineData("yyyyMMddHHmm-14:00", "202611221000")]
    [InlineData("yyyyMMddHHmmZ", "202611230000")]
    public static void Reads_the_minute_that_it_writes(string format, string text)
    {
        var time = TimeFormat.Parse(format);

        Assert.True(time.TryRead(Encoding.ASCII.GetBytes(text), out var seconds));
        Assert.Equal(new DateTimeOffset(2026, 11, 23, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds(), seconds);
        Assert.Equal(text, time.Write(seconds));
    }
}
