using TokenAuthz.Lifetime;

namespace TokenAuthz.Listeners;

/// <summary>Answers checks over HTTP: every request of every method and target on a listener of checks ends here.</summary>
internal sealed class CheckEndpoint(Judge judge, CheckAnswer answer, Readiness readiness)
{
    public async Task HandleAsync(HttpContext context, Listener listener)
    {
        var decision = await judge.JudgeAsync<HttpQuestion, HttpRequestView>(listener, new(context, listener));

        // The gateway has to open its next connection to another replica.
        if (readiness.IsStopping) context.Response.Headers.Connection = "close";
        await answer.WriteAsync(context.Response, listener.Kind!, decision);
    }
}
