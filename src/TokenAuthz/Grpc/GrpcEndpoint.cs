using System.Net;
using Microsoft.AspNetCore.Http.Features;
using TokenAuthz.Listeners;
using TokenAuthz.Refusals;

namespace TokenAuthz.Grpc;

/// <summary>
/// Answers calls on a gRPC listener. Any other request is answered 404, which a gRPC client reads as an unknown method; the name, which
/// a peer chooses, is not logged.
/// </summary>
internal sealed class GrpcEndpoint(CheckCall check, HealthCalls health, ServerRefusals refusals)
{
    public async Task HandleAsync(HttpContext context)
    {
        try
        {
            await Call(context);
        }
        catch (Exception e) when (e is BadHttpRequestException or IOException or OperationCanceledException)
        {
            // The client has ended the call.
        }
    }

    private Task Call(HttpContext context)
    {
        switch (GrpcResponse.IsCall(context.Request) ? context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget : null)
        {
            case "/envoy.service.auth.v3.Authorization/Check":
                return check.HandleAsync(context);
            case "/grpc.health.v1.Health/Check":
                return health.CheckAsync(context);
            case "/grpc.health.v1.Health/Watch":
                return health.WatchAsync(context);
            default:
                var peer = new IPEndPoint(context.Connection.RemoteIpAddress ?? IPAddress.None, context.Connection.RemotePort);
                const string Cause = "the request is no call of a check or of health";
                refusals.Refuse(RefusalReason.NoSuchCall, context.Features.Get<Listener>(), peer, Cause);
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
        }
    }
}
