using System.Diagnostics;
using TokenAuthz.Engine.Configuration;

namespace TokenAuthz.Tests.Engine.Hosting;

/// <summary>Work that blocks is waited for only so long, and is not begun again meanwhile.</summary>
public static class BoundedWorkTests
{
    [Fact]
    public static async Task Says_that_work_is_stuck_and_begins_no_other_until_it_ends()
    {
        using var release = new ManualResetEventSlim();
        var (begun, ended) = (0, 0);
        var work = new BoundedWork(TimeSpan.FromMilliseconds(50));

        for (var look = 0; look < 5; look++) Assert.False(await TryRunAsync(() =>
        {
            Interlocked.Increment(ref begun);
            release.Wait(TestContext.Current.CancellationToken);
            ended++;
        }));
        await Poll.UntilAsync("the work has begun", () => Volatile.Read(ref begun) == 1);

        release.Set();
        await Poll.UntilAsync(
            "the work that was stuck has ended", () => TryRunAsync(() => throw new InvalidOperationException("Another was begun.")));
        Assert.Equal((1, 1), (begun, ended));

        await Poll.UntilAsync("further work has ended", () => TryRunAsync(() => begun++));
        Assert.Equal(2, begun);

        Task<bool> TryRunAsync(Action action) => work.TryRunAsync(action, TestContext.Current.CancellationToken);
    }

    [Fact]
    public static async Task Waits_longer_for_work_that_runs()
    {
        var limit = TimeSpan.FromMilliseconds(500);

        Assert.True(await new BoundedWork(limit).TryRunAsync(Run, TestContext.Current.CancellationToken));

        void Run()
        {
            for (var begun = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(begun) < 3 * limit;) Thread.SpinWait(1_000);
        }
    }

    [Fact]
    public static async Task Hands_on_what_the_work_throws_and_goes_on()
    {
        var work = new BoundedWork(TimeSpan.FromSeconds(60));

        await Assert.ThrowsAsync<InvalidDataException>(
            () => work.TryRunAsync(() => throw new InvalidDataException(), TestContext.Current.CancellationToken));
        Assert.True(await work.TryRunAsync(() => { }, TestContext.Current.CancellationToken));
    }

    [Fact]
    public static async Task Does_not_hold_up_one_who_has_to_stop()
    {
        using var release = new ManualResetEventSlim();
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));

        Assert.False(await new BoundedWork(TimeSpan.FromHours(1)).TryRunAsync(
            () => release.Wait(TestContext.Current.CancellationToken), stop.Token));

        release.Set();
    }
}
