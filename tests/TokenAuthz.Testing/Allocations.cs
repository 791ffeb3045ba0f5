namespace TokenAuthz.Testing;

/// <summary>Measures what code allocates on the heap.</summary>
internal static class Allocations
{
    private const int Runs = 5;

    /// <summary>The fewest bytes that one of several runs allocates on this thread.</summary>
    /// <remarks>
    /// What the code itself allocates, it allocates in every run. A garbage collection that another thread causes, such as one of the
    /// server's, counts the unused rest of this thread's buffer of up to 8 KiB, and does so in one run.
    /// </remarks>
    public static long Of(Action run)
    {
        var fewest = long.MaxValue;
        for (var i = 0; i < Runs && fewest > 0; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            run();
            fewest = Math.Min(fewest, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return fewest;
    }
}
