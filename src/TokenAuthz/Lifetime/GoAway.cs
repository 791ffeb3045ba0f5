using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using TokenAuthz.Connections;

namespace TokenAuthz.Lifetime;

/// <summary>
/// Sends clients of HTTP/2 away while the process stops, as <c>Connection: close</c> does with those of HTTP/1: the first request on a
/// connection is answered with a GOAWAY too, so that the client opens its next connection to another replica.
/// </summary>
internal sealed class GoAway(Readiness readiness, TimeProvider time)
{
    // Kestrel ends the connection with its last request, and does not answer those that the client sends before it has read the GOAWAY.
    // So the request that caused it stays open for as long as that takes, and no longer: an Envoy with the retry_policy of the examples
    // gives up an attempt after 100 ms (max_interval), and asks again, which a token of single use does not survive.
    internal static readonly TimeSpan Notice = TimeSpan.FromMilliseconds(25);

    /// <summary>Whether a request is the one that is answered with a GOAWAY.</summary>
    public bool IsDue(HttpContext context) =>
        readiness.IsStopping
        && HttpProtocol.IsHttp2(context.Request.Protocol)
        && context.Features.GetRequiredFeature<GoAwayNotice>().TryBegin();

    /// <summary>Sends the GOAWAY, and answers the request.</summary>
    public async Task SendAsync(HttpContext context, RequestDelegate next)
    {
        context.Features.GetRequiredFeature<IConnectionLifetimeNotificationFeature>().RequestClose();
        await Task.Delay(Notice, time);
        await next(context);
    }
}
