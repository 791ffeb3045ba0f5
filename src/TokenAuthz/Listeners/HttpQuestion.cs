using Microsoft.AspNetCore.Http.Features;

namespace TokenAuthz.Listeners;

/// <summary>A question over HTTP: the request itself is the one that is asked about, or its headers name it.</summary>
internal readonly struct HttpQuestion(HttpContext context, Listener listener) : IQuestion<HttpRequestView>
{
    private readonly IHttpRequestFeature _request = context.Features.GetRequiredFeature<IHttpRequestFeature>();

    public string? Policy => null;

    public bool TryRead(out OriginalRequest original)
    {
        if (listener.Kind!.IsForwarded) return ForwardedRequest.TryRead(_request.Headers, listener.Kind, out original);
        original = new(_request.Method, _request.Headers.Host.ToString(), _request.RawTarget);
        return true;
    }

    public HttpRequestView View(in OriginalRequest original, ReadOnlyMemory<byte> body) => new(original, _request.Headers, listener, body);

    // Memory is made of null, too: it would be an empty body, and no missing one.
    public async ValueTask<ReadOnlyMemory<byte>?> ReadBodyAsync() => await RequestBody.TryReadAsync(context) is { } body ? new ReadOnlyMemory<byte>(body) : default(ReadOnlyMemory<byte>?);
}
