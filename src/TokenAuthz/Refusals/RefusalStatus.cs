using System.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using TokenAuthz.Connections;

namespace TokenAuthz.Refusals;

/// <summary>
/// Makes a deny of every request that Kestrel refuses by itself: Kestrel answers 505 to an unknown version of HTTP, and a gateway that
/// fails open takes a 5xx for an allow.
/// </summary>
internal sealed class RefusalStatus(DiagnosticListener server) : IHostedService, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    private const string BadRequestEvent = "Microsoft.AspNetCore.Server.Kestrel.BadRequest";

    private IDisposable? _subscription;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // This one event only, because hosting would build the arguments of the others for each request.
        _subscription = server.Subscribe(this, (name, _, _) => name == BadRequestEvent);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value.Key != BadRequestEvent || value.Value is not IFeatureCollection features) return;
        features.Get<LingeringClose>()?.Begin();
        if (features.Get<IHttpResponseFeature>() is { HasStarted: false, StatusCode: >= StatusCodes.Status500InternalServerError } response)
            Deny(response, features.GetRequiredFeature<IHttpResponseBodyFeature>());
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    public void Dispose() => _subscription?.Dispose();

    private static void Deny(IHttpResponseFeature response, IHttpResponseBodyFeature body)
    {
        response.StatusCode = StatusCodes.Status400BadRequest;
        response.Headers.ContentLength = 0;
        response.Headers.Connection = "close";

        // Kestrel sets its own status once more when it ends the request, unless the response has started. Starting writes to a buffer,
        // which is sent when the connection ends, so that there is nothing to wait for.
        _ = body.StartAsync();
    }
}
