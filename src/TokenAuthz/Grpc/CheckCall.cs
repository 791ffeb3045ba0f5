using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http.Features;
using TokenAuthz.Checks;
using TokenAuthz.Connections;
using TokenAuthz.Engine.Checks;
using TokenAuthz.Engine.Hosting;
using TokenAuthz.Listeners;
using TokenAuthz.Signing;

namespace TokenAuthz.Grpc;

/// <summary>
/// Answers Envoy's gRPC checks: every call with a decision, also one that is too large, compressed or ill-formed, because an Envoy
/// that fails open takes an error of gRPC for an allow.
/// </summary>
[SuppressMessage("Design", "CA1031", Justification = "Whatever fails is a deny.")]
internal sealed class CheckCall(CheckEngine engine, CheckFlow flow, LimitSettings limits, CheckSettings checks, BodyTurns turns)
{
    public async Task HandleAsync(HttpContext context)
    {
        using var body = new BodyBuffer(turns, limits, checks.BodySize);
        using var message = new CheckMessage(body);
        await ReadAsync(context, message, body);
        var check = RunningCheck.Begin(context, context.Features.GetRequiredFeature<Listener>());
        Decision decision;
        try
        {
            decision = await DecideAsync(message, ref check);
        }
        catch (Exception e)
        {
            decision = flow.Fail(check, e);
        }

        GrpcResponse.WriteOnly(context.Response, CheckResponseWriter.Write(decision, message.Request?.Attributes?.Request?.Http));
    }

    // To its end, because Envoy does not read an answer to half a message.
    private async Task ReadAsync(HttpContext context, CheckMessage message, BodyBuffer body)
    {
        try
        {
            var reader = context.Request.BodyReader;
            for (long received = 0; received <= limits.DiscardedBody;)
            {
                var result = await reader.ReadAsync(body.Deadline);
                received += result.Buffer.Length;
                foreach (var segment in result.Buffer)
                {
                    for (var at = 0; at < segment.Length;)
                    {
                        at += message.Write(segment.Span[at..]);
                        if (message.AwaitsTurn) message.GoOn(await body.TryTakeTurnAsync(context.RequestAborted));
                    }
                }

                reader.AdvanceTo(result.Buffer.End);
                if (result.IsCompleted) return;
            }

            message.Fail(DenyCause.MessageTooLarge);
        }
        catch
        {
            message.Fail(DenyCause.MessageIncomplete);
        }
    }

    private ValueTask<Decision> DecideAsync(CheckMessage message, ref RunningCheck check)
    {
        var isRead = CheckRequestReader.TryRead(message, out var request, out var fault);
        check = check with { Request = request, Message = message.Request?.Attributes?.Request?.Http };
        return flow.EndAsync(check, isRead ? Decide(message, check.Listener) : engine.BadRequest(fault));
    }

    private CheckStep Decide(CheckMessage message, Listener listener)
    {
        var attributes = message.Request!.Attributes;
        var request = new GrpcRequestView(attributes, listener, message.Body);
        var step = engine.Begin(listener.Name, CheckRequestReader.PolicyOf(attributes), ref request);
        if (step.Stage is not CheckStage.NeedsBody) return step;
        return CheckRequestReader.BodyFaultOf(message, request) is { } fault
            ? checks.Deny(step, fault)
            : engine.WithBody(step, ref request);
    }
}
