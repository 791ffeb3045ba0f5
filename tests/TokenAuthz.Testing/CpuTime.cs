using System.Runtime.InteropServices;

namespace TokenAuthz.Testing;

/// <summary>Measures the processor time of code, which does not depend on what else the machine does.</summary>
internal static partial class CpuTime
{
    private const int ThreadClock = 3;

    /// <summary>The processor time that this thread spends in code (CLOCK_THREAD_CPUTIME_ID of clock_gettime(2)).</summary>
    public static TimeSpan Of(Action run)
    {
        var before = Now();
        run();
        return Now() - before;
    }

    private static TimeSpan Now()
    {
        Assert.Equal(0, ClockGetTime(ThreadClock, out var now));
        return TimeSpan.FromSeconds(now.Seconds) + TimeSpan.FromMicroseconds(now.Nanoseconds / 1_000);
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int ClockGetTime(int clock, out Timespec time);

    [StructLayout(LayoutKind.Sequential)]
    private struct Timespec
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
