using System.Diagnostics;

namespace TokenAuthz.Tests.Service;

/// <summary>The one place where tests wait for a condition, and give up. How long it takes is not what they test.</summary>
internal static class Poll
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);

    /// <summary>After which a test has failed.</summary>
    public static TimeSpan Limit { get; } = TimeSpan.FromSeconds(30);

    public static async Task UntilAsync(string what, Func<Task<bool>> isTrue)
    {
        var started = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(Step);
        while (!await isTrue())
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < Limit, $"Waited {Limit.TotalSeconds} s in vain until {what}.");
            await timer.WaitForNextTickAsync();
        }
    }
}
