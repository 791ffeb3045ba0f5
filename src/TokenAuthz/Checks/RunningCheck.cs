using System.Diagnostics;
using TokenAuthz.Listeners;

namespace TokenAuthz.Checks;

/// <summary>A check that is under way.</summary>
/// <param name="Listener">The listener that the request came in on.</param>
/// <param name="Started">The timestamp of its beginning.</param>
internal readonly record struct RunningCheck(Listener Listener, long Started)
{
    /// <summary>The request; the default value as long as it is not read.</summary>
    public CheckedRequest Request { get; init; }

    /// <summary>The time since the beginning.</summary>
    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(Started);

    /// <summary>Begins a check.</summary>
    public static RunningCheck Begin(Listener listener) => new(listener, Stopwatch.GetTimestamp());
}
