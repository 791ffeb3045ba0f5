using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;
using TokenAuthz.Checks;
using TokenAuthz.Connections;
using TokenAuthz.Listeners;

namespace TokenAuthz.Grpc;

/// <summary>
/// Answers Envoy's gRPC checks: every call with a verdict, also one that is too large, compressed or ill-formed, as an Envoy that
/// fails open takes an error of gRPC for an allow.
/// </summary>
internal sealed class CheckCall(Judge judge, CheckResponseWriter answer, LimitSettings limits)
{
    public async Task HandleAsync(HttpContext context)
    {
        var listener = context.Features.GetRequiredFeature<Listener>();
        using var message = new CheckMessage();
        await ReadAsync(context.Request.BodyReader, message);
        var decision = await judge.JudgeAsync<GrpcQuestion, GrpcRequestView>(listener, new(message, listener));
        GrpcResponse.WriteOnly(context.Response, answer.Of(decision));
    }

    // To its end, whatever is in it: Envoy has no use for an answer to a half of it.
    private async Task ReadAsync(PipeReader reader, CheckMessage message)
    {
        try
        {
            for (long received = 0; received <= limits.DiscardedBody;)
            {
                var result = await reader.ReadAsync();
                received += result.Buffer.Length;
                foreach (var segment in result.Buffer) message.Write(segment.Span);
                reader.AdvanceTo(result.Buffer.End);
                if (result.IsCompleted) return;
            }

            message.Fail(GrpcFault.Endless);
        }
#pragma warning disable CA1031 // An exception would become an error of gRPC.
        catch
#pragma warning restore CA1031
        {
            message.Fail(GrpcFault.Incomplete);
        }
    }
}
