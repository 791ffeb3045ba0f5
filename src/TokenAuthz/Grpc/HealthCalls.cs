using System.Buffers;
using Google.Protobuf;
using Grpc.Core;
using TokenAuthz.Grpc.Protocol;
using TokenAuthz.Lifetime;
using static TokenAuthz.Grpc.Protocol.HealthCheckResponse.Types;

namespace TokenAuthz.Grpc;

/// <summary>The health protocol of gRPC: serving as long as <c>/readyz</c> is 200.</summary>
internal sealed class HealthCalls(Readiness readiness)
{
    private const int PrefixLength = 5;

    // A message holds the name of a service and nothing else.
    private const int Longest = 1024;

    private static readonly TimeSpan WatchInterval = TimeSpan.FromMilliseconds(200);

    private ServingStatus Status => readiness.IsReady ? ServingStatus.Serving : ServingStatus.NotServing;

    /// <summary>Answers once.</summary>
    public async Task CheckAsync(HttpContext context)
    {
        var request = await ReadAsync(context);
        if (request is null) GrpcResponse.Fail(context.Response, StatusCode.InvalidArgument);
        else if (!IsKnown(request)) GrpcResponse.Fail(context.Response, StatusCode.NotFound);
        else GrpcResponse.WriteOnly(context.Response, new HealthCheckResponse { Status = Status });
    }

    /// <summary>
    /// Answers now, and again when the answer changes, until the process stops, because an open stream delays the end of its connection.
    /// </summary>
    public async Task WatchAsync(HttpContext context)
    {
        var request = await ReadAsync(context);
        if (request is null)
        {
            GrpcResponse.Fail(context.Response, StatusCode.InvalidArgument);
            return;
        }

        GrpcResponse.Begin(context.Response);
        var last = ServingStatus.Unknown;
        using var timer = new PeriodicTimer(WatchInterval);
        do
        {
            var now = IsKnown(request) ? Status : ServingStatus.ServiceUnknown;
            if (now == last) continue;
            GrpcResponse.Write(context.Response, new HealthCheckResponse { Status = last = now });
            await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
        }
        while (last is not ServingStatus.NotServing && await timer.WaitForNextTickAsync(context.RequestAborted));

        GrpcResponse.End(context.Response, StatusCode.OK);
    }

    // The process has no name; the service is the one that checks.
    private static bool IsKnown(HealthCheckRequest request) => request.Service is "" or "envoy.service.auth.v3.Authorization";

    private static async ValueTask<HealthCheckRequest?> ReadAsync(HttpContext context)
    {
        var reader = context.Request.BodyReader;
        var result = await reader.ReadAtLeastAsync(Longest + 1, context.RequestAborted);
        try
        {
            var message = result.Buffer.ToArray();
            var isWhole = message.Length is >= PrefixLength and <= Longest && message[0] == 0;
            return isWhole ? HealthCheckRequest.Parser.ParseFrom(message, PrefixLength, message.Length - PrefixLength) : null;
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
        finally
        {
            reader.AdvanceTo(result.Buffer.End);
        }
    }
}
