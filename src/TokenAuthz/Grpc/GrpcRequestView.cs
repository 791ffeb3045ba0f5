using TokenAuthz.Checks;
using TokenAuthz.Grpc.Protocol;
using TokenAuthz.Listeners;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Grpc;

/// <summary>
/// The request in a message of Envoy as bytes again. Values that Envoy sends as bytes are taken as they are; those that it
/// sends as text are UTF-8. Valid on one thread until the next view is made there.
/// </summary>
internal readonly struct GrpcRequestView(AttributeContext.Types.HttpRequest request, string peerAddress, Listener listener, ReadOnlyMemory<byte> body) : IRequestView
{
    private readonly RequestBuffer _scratch = RequestBuffer.Begin();

    public ReadOnlySpan<byte> Method => _scratch.Utf8(request.Method);

    public ReadOnlySpan<byte> Host => _scratch.Utf8(request.Host);

    public ReadOnlySpan<byte> Target => _scratch.Utf8(request.Path);

    public ReadOnlySpan<byte> Body => body.Span;

    // Envoy's peer may be a balancer; the address that Envoy takes for the client's is in no field of the message.
    public ClientAddress ClientAddress
    {
        get
        {
            if (listener.ClientAddressHeader is not { } header) return ClientAddress.TryParse(_scratch.Utf8(peerAddress), out var peer) ? peer : default;
            return Header(header, out var list) is HeaderCount.One ? ForwardedAddress.Read(list, listener.TrustedProxies) : default;
        }
    }

    public HeaderCount Header(HeaderName name, out ReadOnlySpan<byte> value)
    {
        if (request.HeaderMap is { } raw) return RawHeader(raw, name, out value);

        // Repeated values come joined by a comma, which no single token has.
        var isThere = request.Headers.TryGetValue(name.LowerText, out var text);
        value = isThere ? _scratch.Utf8(text!) : default;
        return isThere ? HeaderCount.One : HeaderCount.None;
    }

    private HeaderCount RawHeader(HeaderMap headers, HeaderName name, out ReadOnlySpan<byte> value)
    {
        value = default;
        var count = HeaderCount.None;
        foreach (var header in headers.Headers)
        {
            if (!string.Equals(header.Key, name.Text, StringComparison.OrdinalIgnoreCase)) continue;
            if (++count is HeaderCount.Several) return count;
            value = ValueOf(header, _scratch);
        }

        return count;
    }

    /// <summary>A header as it was sent.</summary>
    public static ReadOnlySpan<byte> ValueOf(HeaderValue header, RequestBuffer scratch) =>
        header.RawValue.IsEmpty ? scratch.Utf8(header.Value) : header.RawValue.Span;
}
