using Microsoft.AspNetCore.Http.Features;
using TokenAuthz.Checks;
using TokenAuthz.Engine.Hosting;
using TokenAuthz.Listeners;

namespace TokenAuthz.Http;

/// <summary>A question over HTTP: the request itself is the one that is asked about, or its headers name it.</summary>
internal readonly struct HttpQuestion(HttpContext context, Listener listener) : IQuestion<HttpRequestView>
{
    private readonly IHttpRequestFeature _request = context.Features.GetRequiredFeature<IHttpRequestFeature>();

    public string? Policy => null;

    public bool TryRead(out CheckedRequest original, out string? fault)
    {
        fault = null;
        if (listener.Kind!.IsForwarded) return ForwardedRequest.TryRead(_request.Headers, listener.Kind, out original);
        original = new(_request.Method, _request.Headers.Host.ToString(), _request.RawTarget);
        return true;
    }

    public HttpRequestView View(in CheckedRequest original, ReadOnlyMemory<byte> body) => new(original, _request.Headers, listener, body);

    public ValueTask<SignedBody> ReadBodyAsync(in CheckedRequest original) =>
        PartialBody.IsCut(View(original, default)) ? new(new SignedBody(default, BodyFault.Cut)) : HttpBody.ReadAsync(context);
}
