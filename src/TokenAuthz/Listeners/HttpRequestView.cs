using System.Text;
using Microsoft.AspNetCore.Http.Features;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Listeners;

/// <summary>
/// The request as Kestrel received it, as bytes again: it decoded each of them to one character. Valid on one thread until
/// the next view is made there.
/// </summary>
internal readonly struct HttpRequestView(IHttpRequestFeature request, HeaderName? clientAddressHeader = null, ReadOnlyMemory<byte> body = default) : IRequestView
{
    private readonly Scratch _scratch = Scratch.Begin();

    public ReadOnlySpan<byte> Method => _scratch.Bytes(request.Method);

    public ReadOnlySpan<byte> Host => Header(HostName, out var value) is HeaderCount.One ? value : [];

    public ReadOnlySpan<byte> Target => _scratch.Bytes(request.RawTarget);

    public ReadOnlySpan<byte> Body => body.Span;

    public ClientAddress ClientAddress =>
        clientAddressHeader is not null && Header(clientAddressHeader, out var text) is HeaderCount.One && ClientAddress.TryParse(text, out var address) ? address : default;

    private static HeaderName HostName { get; } = new("host");

    public HeaderCount Header(HeaderName name, out ReadOnlySpan<byte> value)
    {
        var values = request.Headers[name.Text];
        value = default;
        if (values.Count == 0) return HeaderCount.None;
        if (values.Count > 1) return HeaderCount.Several;
        value = _scratch.Bytes(values[0] ?? "");
        return HeaderCount.One;
    }

    /// <summary>The thread's memory for one view at a time: it grows to the largest request and is then never allocated again.</summary>
    private sealed class Scratch
    {
        [ThreadStatic]
        private static Scratch? t_instance;

        private byte[] _buffer = new byte[4096];
        private int _used;

        public static Scratch Begin()
        {
            var scratch = t_instance ??= new();
            scratch._used = 0;
            return scratch;
        }

        public ReadOnlySpan<byte> Bytes(string text)
        {
            // What was handed out before stays where it is, in the old buffer.
            if (_buffer.Length - _used < text.Length) (_buffer, _used) = (new byte[Math.Max(text.Length, 2 * _buffer.Length)], 0);
            var bytes = _buffer.AsSpan(_used, text.Length);
            _ = Encoding.Latin1.GetBytes(text, bytes);
            _used += text.Length;
            return bytes;
        }
    }
}
