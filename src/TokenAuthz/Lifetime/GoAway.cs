using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using TokenAuthz.Connections;

namespace TokenAuthz.Lifetime;

/// <summary>
/// While the process stops, sends clients of HTTP/2 away, as <c>Connection: close</c> does those of HTTP/1: whoever asks on a
/// connection is told by GOAWAY to open the next one elsewhere.
/// </summary>
internal sealed class GoAway(Readiness readiness, TimeProvider time)
{
    // Kestrel ends the connection with its last call, and does not answer what the client sends before it has read the
    // GOAWAY. So the call that caused it stays open for as long as that takes; gateways wait twice as long.
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
