using System.Diagnostics;
using TokenAuthz.Grpc.Protocol;
using TokenAuthz.Listeners;
using TokenAuthz.Observability;

namespace TokenAuthz.Checks;

/// <summary>A check that is under way.</summary>
/// <param name="Context">The request of the gateway.</param>
/// <param name="Listener">The listener that the request came in on.</param>
/// <param name="Started">The timestamp of its beginning.</param>
internal readonly record struct RunningCheck(HttpContext Context, Listener Listener, long Started)
{
    /// <summary>The request; the default value as long as it is not read.</summary>
    public CheckedRequest Request { get; init; }

    /// <summary>The request in the message of a check by gRPC; null over HTTP, and as long as it is not read.</summary>
    public AttributeContext.Types.HttpRequest? Message { get; init; }

    /// <summary>Where the check came from.</summary>
    public CheckOrigin Origin => new(Listener.Name, Context, Message);

    /// <summary>The time since the beginning.</summary>
    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(Started);

    /// <summary>Begins a check.</summary>
    public static RunningCheck Begin(HttpContext context, Listener listener) => new(context, listener, Stopwatch.GetTimestamp());
}
