using TokenAuthz.Checks;
using TokenAuthz.Listeners;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Http;

/// <summary>
/// A request as bytes again: Kestrel decoded each of them to one character. Valid on one thread until the next view is made
/// there.
/// </summary>
internal readonly struct HttpRequestView(CheckedRequest original, IHeaderDictionary headers, Listener listener, ReadOnlyMemory<byte> body)
    : IRequestView
{
    private readonly RequestBuffer _scratch = RequestBuffer.Begin();

    public ReadOnlySpan<byte> Method => _scratch.Latin1(original.Method);

    public ReadOnlySpan<byte> Host => _scratch.Latin1(original.Host);

    public ReadOnlySpan<byte> Target => _scratch.Latin1(original.Target);

    public ReadOnlySpan<byte> Body => body.Span;

    public ClientAddress ClientAddress =>
        listener.ClientAddressHeader is { } header && Header(header, out var list) is HeaderCount.One
            ? ForwardedAddress.Read(list, listener.TrustedProxies)
            : default;

    public HeaderCount Header(HeaderName name, out ReadOnlySpan<byte> value)
    {
        var values = headers[name.Text];
        value = default;
        if (values.Count == 0) return HeaderCount.None;
        if (values.Count > 1) return HeaderCount.Several;
        value = _scratch.Latin1(values[0] ?? "");
        return HeaderCount.One;
    }
}
