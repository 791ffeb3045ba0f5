using TokenAuthz.Checks;
using TokenAuthz.Connections;
using TokenAuthz.Engine.Checks;
using TokenAuthz.Lifetime;
using TokenAuthz.Listeners;

namespace TokenAuthz.Http;

/// <summary>Answers checks over HTTP: every request of every method and target on a listener of checks ends here.</summary>
internal sealed class CheckEndpoint(Judge judge, HttpResponseWriter answer, Readiness readiness, LimitSettings limits)
{
    public Task HandleAsync(HttpContext context, Listener listener)
    {
        var decision = judge.JudgeAsync<HttpQuestion, HttpRequestView>(listener, new(context, listener));
        return decision.IsCompletedSuccessfully ? AnswerAsync(context, listener, decision.Result) : WaitAsync(context, listener, decision);
    }

    private async Task WaitAsync(HttpContext context, Listener listener, ValueTask<Decision> decision) => await AnswerAsync(context, listener, await decision);

    private Task AnswerAsync(HttpContext context, Listener listener, in Decision decision)
    {
        // When stopping, the gateway has to open its next connection to another replica.
        if (readiness.IsStopping || MayLeaveBody(context.Request.Headers)) context.Response.Headers.Connection = "close";
        return answer.WriteAsync(context.Response, listener.Kind!, decision);
    }

    // Kestrel discards what comes of the body, for 5 s. What is too long may not end in that time, and a client that waits to be
    // asked for it may never send it: neither leaves a connection on which the next request is told from the body.
    private bool MayLeaveBody(IHeaderDictionary headers) => headers.ContentLength > limits.DiscardedBody || headers.Expect.Count > 0;
}
