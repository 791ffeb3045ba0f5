namespace TokenAuthz.Signing.Tokens;

/// <summary>Dates and times of the day in digits.</summary>
internal static class Calendar
{
    private const long SecondsOfDay = 86_400;

    private static readonly int Epoch = DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;

    /// <summary>Reads digits, and nothing else.</summary>
    public static bool TryReadNumber(ReadOnlySpan<byte> digits, out int number)
    {
        var isRead = UnixTime.TryReadDecimal(digits, 9, out var read);
        number = (int)read;
        return isRead;
    }

    /// <summary>Finds the first second of a day, in Unix time; false when there is no such day.</summary>
    public static bool TryGetDay(int year, int month, int day, out long seconds)
    {
        seconds = 0;
        if (year is < 1 or > 9999 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)) return false;
        seconds = (new DateOnly(year, month, day).DayNumber - Epoch) * SecondsOfDay;
        return true;
    }

    /// <summary>Counts the seconds since midnight; false when there is no such time. A leap second is none, as in Unix time.</summary>
    public static bool TryGetTime(int hour, int minute, int second, out long seconds)
    {
        seconds = (hour * 3600) + (minute * 60) + second;
        return hour < 24 && minute < 60 && second < 60;
    }
}
