using Grpc.Core;
using TokenAuthz.Grpc.Protocol;
using TokenAuthz.Lifetime;

namespace TokenAuthz.Grpc;

/// <summary>The health protocol of gRPC: serving as long as <c>/readyz</c> is 200.</summary>
internal sealed class HealthService(Readiness readiness) : Health.HealthBase
{
    private static readonly TimeSpan WatchInterval = TimeSpan.FromMilliseconds(200);

    // The whole process, and what it serves.
    private static bool IsKnown(HealthCheckRequest request) => request.Service is "" or "envoy.service.auth.v3.Authorization";

    private HealthCheckResponse.Types.ServingStatus Status => readiness.IsReady ? HealthCheckResponse.Types.ServingStatus.Serving : HealthCheckResponse.Types.ServingStatus.NotServing;

    public override Task<HealthCheckResponse> Check(HealthCheckRequest request, ServerCallContext context) =>
        IsKnown(request)
            ? Task.FromResult(new HealthCheckResponse { Status = Status })
            : throw new RpcException(new(StatusCode.NotFound, "There is no such service."));

    // Ends when the process stops: a stream that stays open holds up the end of its connection.
    public override async Task Watch(HealthCheckRequest request, IServerStreamWriter<HealthCheckResponse> responseStream, ServerCallContext context)
    {
        var last = HealthCheckResponse.Types.ServingStatus.Unknown;
        using var timer = new PeriodicTimer(WatchInterval);
        do
        {
            var now = IsKnown(request) ? Status : HealthCheckResponse.Types.ServingStatus.ServiceUnknown;
            if (now != last) await responseStream.WriteAsync(new() { Status = last = now });
        }
        while (last is not HealthCheckResponse.Types.ServingStatus.NotServing && await timer.WaitForNextTickAsync(context.CancellationToken));
    }
}
