using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;
using TokenAuthz.Checks;
using TokenAuthz.Connections;
using TokenAuthz.Engine.Checks;
using TokenAuthz.Listeners;

namespace TokenAuthz.Grpc;

/// <summary>
/// Answers Envoy's gRPC checks: every call with a decision, also one that is too large, compressed or ill-formed, because an Envoy
/// that fails open takes an error of gRPC for an allow.
/// </summary>
[SuppressMessage("Design", "CA1031", Justification = "Whatever fails is a deny.")]
internal sealed class CheckCall(CheckEngine engine, CheckFlow flow, LimitSettings limits)
{
    public async Task HandleAsync(HttpContext context)
    {
        using var message = new CheckMessage();
        await ReadAsync(context.Request.BodyReader, message);
        var check = RunningCheck.Begin(context.Features.GetRequiredFeature<Listener>());
        Decision decision;
        try
        {
            decision = await DecideAsync(message, ref check);
        }
        catch (Exception e)
        {
            decision = flow.Fail(check, e);
        }

        GrpcResponse.WriteOnly(context.Response, CheckResponseWriter.Write(decision));
    }

    // To its end, because Envoy does not read an answer to half a message.
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
        catch
        {
            message.Fail(GrpcFault.Incomplete);
        }
    }

    private ValueTask<Decision> DecideAsync(CheckMessage message, ref RunningCheck check)
    {
        var isRead = CheckRequestReader.TryRead(message, out var request, out var fault);
        check = check with { Request = request };
        return flow.EndAsync(check, isRead ? Decide(message, check.Listener) : engine.BadRequest(fault));
    }

    private CheckStep Decide(CheckMessage message, Listener listener)
    {
        var attributes = message.Request!.Attributes;
        var request = new GrpcRequestView(attributes, listener);
        var step = engine.Begin(listener.Name, CheckRequestReader.PolicyOf(attributes), ref request);
        if (step.Stage is not CheckStage.NeedsBody) return step;
        return CheckRequestReader.BodyFaultOf(message, request) is { } fault ? step.WithoutBody(fault) : engine.WithBody(step, ref request);
    }
}
