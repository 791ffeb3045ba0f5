namespace TokenAuthz.Grpc;

/// <summary>
/// Answers calls on a gRPC listener. Anything else is 404, which gRPC takes for a method that there is not; the name of it, which
/// a peer chooses, goes nowhere.
/// </summary>
internal sealed class GrpcEndpoint(CheckCall check, HealthCalls health)
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
        switch (GrpcResponse.IsCall(context.Request) ? context.Request.Path.Value : null)
        {
            case "/envoy.service.auth.v3.Authorization/Check":
                return check.HandleAsync(context);
            case "/grpc.health.v1.Health/Check":
                return health.CheckAsync(context);
            case "/grpc.health.v1.Health/Watch":
                return health.WatchAsync(context);
            default:
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
        }
    }
}
