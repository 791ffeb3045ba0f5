using TokenAuthz.Checks;
using TokenAuthz.Grpc.Protocol;
using TokenAuthz.Listeners;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Grpc;

/// <summary>
/// The request in a message of Envoy as bytes. Values that Envoy sends as bytes are taken as they are; those that it sends as text are
/// encoded in UTF-8. The view borrows the thread's buffer, so that a new one is made after every await.
/// </summary>
internal readonly ref struct GrpcRequestView : IRequestView
{
    private readonly RequestBuffer _buffer = RequestBuffer.Begin();
    private readonly AttributeContext _attributes;
    private readonly Listener _listener;

    /// <param name="attributes">The message's attributes, with a request.</param>
    /// <param name="listener">The listener that the message came in on.</param>
    /// <param name="body">The body of the request, which stands beside the message.</param>
    public GrpcRequestView(AttributeContext attributes, Listener listener, ReadOnlySpan<byte> body)
    {
        Body = body;
        (_attributes, _listener) = (attributes, listener);
        Method = _buffer.Utf8(Http.Method);
        Host = _buffer.Utf8(Http.Host);
        Target = _buffer.Utf8(Http.Path);
    }

    public ReadOnlySpan<byte> Method { get; }

    public ReadOnlySpan<byte> Host { get; }

    public ReadOnlySpan<byte> Target { get; }

    public ReadOnlySpan<byte> Body { get; }

    // Envoy's peer may be a balancer. The address that Envoy takes for the client's is in no field of the message.
    public ClientAddress ClientAddress
    {
        get
        {
            if (_listener.ClientAddress is { } forwarded) return forwarded.Read(this);
            var peer = _attributes.Source?.Address?.SocketAddress?.Address ?? "";
            return ClientAddress.TryParse(_buffer.Utf8(peer), out var address) ? address : default;
        }
    }

    private AttributeContext.Types.HttpRequest Http => _attributes.Request.Http;

    public HeaderCount Header(HeaderName name, out ReadOnlySpan<byte> value)
    {
        if (Http.HeaderMap is { } raw) return RawHeader(raw, name, out value);

        // Envoy joins repeated values with a comma; the joined text matches no pattern of a token and is denied. A signer that
        // joins the lines of a signed header does so too.
        var isThere = Http.Headers.TryGetValue(name.LowerText, out var text);
        value = isThere ? _buffer.Utf8(text!) : default;
        return isThere ? HeaderCount.One : HeaderCount.None;
    }

    public bool TryGetLine(HeaderName name, int index, out ReadOnlySpan<byte> value)
    {
        if (Http.HeaderMap is not { } raw) return Header(name, out value) is HeaderCount.One && index == 0;
        value = default;
        foreach (var header in raw.Headers)
        {
            if (!string.Equals(header.Key, name.Text, StringComparison.OrdinalIgnoreCase) || index-- > 0) continue;
            value = ValueOf(header, _buffer);
            return true;
        }

        return false;
    }

    public int CountLines(HeaderName beginning)
    {
        var count = 0;
        if (Http.HeaderMap is { } raw)
        {
            foreach (var header in raw.Headers)
            {
                if (header.Key.StartsWith(beginning.Text, StringComparison.OrdinalIgnoreCase)) count++;
            }
        }
        else
        {
            foreach (var (name, _) in Http.Headers)
            {
                if (name.StartsWith(beginning.LowerText, StringComparison.Ordinal)) count++;
            }
        }

        return count;
    }

    /// <summary>The value of a header as it was sent.</summary>
    public static ReadOnlySpan<byte> ValueOf(HeaderValue header, RequestBuffer buffer) =>
        header.RawValue.IsEmpty ? buffer.Utf8(header.Value) : header.RawValue.Span;

    private HeaderCount RawHeader(HeaderMap headers, HeaderName name, out ReadOnlySpan<byte> value)
    {
        value = default;
        var count = HeaderCount.None;
        foreach (var header in headers.Headers)
        {
            if (!string.Equals(header.Key, name.Text, StringComparison.OrdinalIgnoreCase)) continue;
            if (++count is HeaderCount.Several) return count;
            value = ValueOf(header, _buffer);
        }

        return count;
    }
}
