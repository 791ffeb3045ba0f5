using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using TokenAuthz.Connections;

namespace TokenAuthz.Lifetime;

/// <summary>
/// Sends clients of HTTP/2 away while the process stops, as <c>Connection: close</c> does with those of HTTP/1: the first call on a
/// connection is answered with a GOAWAY too, so that the client opens its next connection to another replica.
/// </summary>
internal sealed class GoAway(Readiness readiness, TimeProvider time)
{
    // Kestrel ends the connection with its last call, and does not answer calls that the client sends before it has read the GOAWAY.
    // So the call that caused it stays open for as long as that takes; gateways wait twice as long.
    private static readonly TimeSpan Notice = TimeSpan.FromMilliseconds(100);

    public Task HandleAsync(HttpContext context, RequestDelegate next) =>
        readiness.IsStopping && context.Features.GetRequiredFeature<GoAwayNotice>().TryBegin()
            ? SendAsync(context, next)
            : next(context);

    private async Task SendAsync(HttpContext context, RequestDelegate next)
    {
        context.Features.GetRequiredFeature<IConnectionLifetimeNotificationFeature>().RequestClose();
        await Task.Delay(Notice, time);
        await next(context);
    }
}
