using TokenAuthz.Engine;
using TokenAuthz.Lifetime;

namespace TokenAuthz.Listeners;

/// <summary>Answers checks over HTTP: every request of every method and target on a listener of checks ends here.</summary>
internal sealed class CheckEndpoint(Judge judge, CheckAnswer answer, Readiness readiness)
{
    public Task HandleAsync(HttpContext context, Listener listener)
    {
        var decision = judge.JudgeAsync<HttpQuestion, HttpRequestView>(listener, new(context, listener));
        return decision.IsCompletedSuccessfully ? AnswerAsync(context, listener, decision.Result) : WaitAsync(context, listener, decision);
    }

    private async Task WaitAsync(HttpContext context, Listener listener, ValueTask<Decision> decision) => await AnswerAsync(context, listener, await decision);

    private Task AnswerAsync(HttpContext context, Listener listener, in Decision decision)
    {
        // The gateway has to open its next connection to another replica.
        if (readiness.IsStopping) context.Response.Headers.Connection = "close";
        return answer.WriteAsync(context.Response, listener.Kind!, decision);
    }
}
