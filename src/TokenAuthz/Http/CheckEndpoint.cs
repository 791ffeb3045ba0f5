using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http.Features;
using TokenAuthz.Checks;
using TokenAuthz.Connections;
using TokenAuthz.Engine.Checks;
using TokenAuthz.Engine.Hosting;
using TokenAuthz.Lifetime;
using TokenAuthz.Listeners;
using TokenAuthz.Signing;

namespace TokenAuthz.Http;

/// <summary>Answers checks over HTTP: every request of every method and target on a listener of checks ends here.</summary>
[SuppressMessage("Design", "CA1031", Justification = "Whatever fails is a deny.")]
internal sealed class CheckEndpoint(
    CheckEngine engine, CheckFlow flow, Readiness readiness, LimitSettings limits, CheckSettings checks, BodyTurns turns)
{
    // Synchronous unless a body or a claim is waited for: the state machine costs more than metrics and answer together.
    public Task HandleAsync(HttpContext context, Listener listener)
    {
        var check = RunningCheck.Begin(context, listener);
        ValueTask<Decision> decision;
        try
        {
            decision = DecideAsync(context, ref check);
        }
        catch (Exception e)
        {
            decision = new(flow.Fail(check, e));
        }

        return decision.IsCompletedSuccessfully
            ? AnswerAsync(context, listener, decision.Result)
            : WaitAsync(context, check, decision);
    }

    private ValueTask<Decision> DecideAsync(HttpContext context, ref RunningCheck check)
    {
        var http = context.Features.GetRequiredFeature<IHttpRequestFeature>();
        if (HttpRequestReader.Read(http, check.Listener, out var request) is { } unclear)
            return flow.EndAsync(check, engine.BadRequest(unclear.Cause, unclear.Header));
        check = check with { Request = request };
        var view = new HttpRequestView(request, http.Headers, check.Listener, body: default);
        var step = engine.Begin(check.Listener.Name, policy: null, ref view);
        if (step.Stage is not CheckStage.NeedsBody) return flow.EndAsync(check, step);
        if (PartialBody.IsCut(view)) return flow.EndAsync(check, step.WithoutBody(DenyCause.BodyCut));
        if (check.Listener.Kind!.BodyMethod is { } method && http.Method != method)
            return flow.EndAsync(check, step.WithoutBody(DenyCause.BodyNotPosted));
        return DecideWithBodyAsync(context, check, step);
    }

    private async ValueTask<Decision> DecideWithBodyAsync(HttpContext context, RunningCheck check, CheckStep step)
    {
        using var body = new BodyBuffer(turns, limits, checks.BodySize);
        var fault = await HttpBody.ReadAsync(context, body);

        // Away from the thread that waits for sockets: a signature of a long body takes as long as a hundred checks.
        if (body.HasTurn) await Task.Yield();
        return await flow.EndAsync(check, fault is { } cause ? checks.Deny(step, cause) : Verify());

        CheckStep Verify()
        {
            var view = new HttpRequestView(check.Request, context.Request.Headers, check.Listener, body.Bytes);
            return engine.WithBody(step, ref view);
        }
    }

    private async Task WaitAsync(HttpContext context, RunningCheck check, ValueTask<Decision> pending)
    {
        Decision decision;
        try
        {
            decision = await pending;
        }
        catch (Exception e)
        {
            decision = flow.Fail(check, e);
        }

        await AnswerAsync(context, check.Listener, decision);
    }

    private Task AnswerAsync(HttpContext context, Listener listener, in Decision decision)
    {
        if (HttpProtocol.IsHttp2(context.Request.Protocol)) return AnswerStreamAsync(context, listener, decision);

        // When stopping, the gateway has to open its next connection to another replica.
        if (readiness.IsStopping || MayLeaveBody(context.Request.Headers)) context.Response.Headers.Connection = "close";
        return HttpResponseWriter.WriteAsync(context.Response, listener.Kind!, decision);
    }

    private Task AnswerStreamAsync(HttpContext context, Listener listener, in Decision decision) =>
        context.Features.GetRequiredFeature<IHttpRequestBodyDetectionFeature>().CanHaveBody
            ? DiscardAndAnswerAsync(context, listener, decision)
            : HttpResponseWriter.WriteAsync(context.Response, listener.Kind!, decision);

    // Kestrel resets a stream whose body is not read to its end, and the reset can overtake the answer.
    private async Task DiscardAndAnswerAsync(HttpContext context, Listener listener, Decision decision)
    {
        await HttpBody.DiscardAsync(context, limits.DiscardedBody);
        await HttpResponseWriter.WriteAsync(context.Response, listener.Kind!, decision);
    }

    // Kestrel discards the rest of a body for 5 s. A longer one may not end in that time, and a client that waits for "100 Continue"
    // may never send its body: on either connection the next request could not be told from the body.
    private bool MayLeaveBody(IHeaderDictionary headers) => headers.ContentLength > limits.DiscardedBody || headers.Expect.Count > 0;
}
