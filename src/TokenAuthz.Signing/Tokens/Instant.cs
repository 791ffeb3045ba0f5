namespace TokenAuthz.Signing.Tokens;

/// <summary>The time that a text stands for, in Unix milliseconds. A text in whole seconds stands for all of the second.</summary>
/// <param name="First">The first millisecond.</param>
/// <param name="Last">The last millisecond, included.</param>
internal readonly record struct Instant(long First, long Last)
{
    /// <summary>The milliseconds of a second.</summary>
    public const long Second = 1000;

    /// <summary>All of a second.</summary>
    /// <param name="seconds">Unix time.</param>
    public static Instant OfSecond(long seconds) => new(seconds * Second, (seconds * Second) + Second - 1);

    /// <summary>All of a second; false for one before 1970.</summary>
    /// <param name="seconds">Unix time.</param>
    /// <param name="instant">The second.</param>
    public static bool TryOfSecond(long seconds, out Instant instant)
    {
        instant = OfSecond(seconds);
        return seconds >= 0;
    }

    /// <summary>One millisecond.</summary>
    /// <param name="milliseconds">Unix time in milliseconds.</param>
    public static Instant OfMillisecond(long milliseconds) => new(milliseconds, milliseconds);
}
