using System.Diagnostics;

namespace TokenAuthz.EndToEnd.Harness;

/// <summary>The one place where tests wait for a condition, and give up.</summary>
internal static class Poll
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);

    public static async Task UntilAsync(string what, Func<Task<bool>> isTrue, Func<string>? context = null)
    {
        var started = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(Step);
        while (!await isTrue())
        {
            if (Stopwatch.GetElapsedTime(started) > Limit)
                throw new TimeoutException($"Waited {Limit.TotalSeconds} s in vain until {what}.\n{context?.Invoke()}");
            await timer.WaitForNextTickAsync();
        }
    }
}
