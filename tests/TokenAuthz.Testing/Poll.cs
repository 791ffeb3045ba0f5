using System.Diagnostics;

namespace TokenAuthz.Testing;

/// <summary>Waits for a condition. A test that waits in any other way depends on the machine's load.</summary>
internal static class Poll
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);

    /// <summary>The longest wait, far above what any condition takes on a busy machine: a test that waits longer fails.</summary>
    public static TimeSpan Limit { get; } = TimeSpan.FromSeconds(60);

    /// <summary>Asks again and again until the answer is true.</summary>
    /// <param name="condition">Ends the sentence "Waited in vain until".</param>
    /// <param name="isTrue">The question.</param>
    /// <param name="context">Told when the wait fails: a log.</param>
    public static async Task UntilAsync(string condition, Func<Task<bool>> isTrue, Func<string>? context = null)
    {
        var started = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(Step);
        while (!await isTrue())
        {
            if (Stopwatch.GetElapsedTime(started) > Limit)
                Assert.Fail($"Waited {Limit.TotalSeconds} s in vain until {condition}.\n{context?.Invoke()}");
            await timer.WaitForNextTickAsync();
        }
    }

    /// <summary>The same for an answer that is there at once.</summary>
    public static Task UntilAsync(string condition, Func<bool> isTrue, Func<string>? context = null) =>
        UntilAsync(condition, () => Task.FromResult(isTrue()), context);

    /// <summary>Waits until a log that grows has a text.</summary>
    public static Task UntilContainsAsync(string text, Func<string> log) =>
        UntilAsync($"the log has '{text}'", () => log().Contains(text, StringComparison.Ordinal), log);

    /// <summary>Whether something becomes true in a time.</summary>
    public static async Task<bool> IsSoonAsync(TimeSpan limit, Func<bool> isTrue)
    {
        var started = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(Step);
        while (!isTrue())
        {
            if (Stopwatch.GetElapsedTime(started) > limit) return false;
            await timer.WaitForNextTickAsync();
        }

        return true;
    }
}
