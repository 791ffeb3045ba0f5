using TokenAuthz.Checks;
using TokenAuthz.Listeners;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Http;

/// <summary>
/// A request as bytes: Kestrel decoded each byte to one character, and the view encodes them again. It borrows the thread's buffer,
/// so that a new one is made after every await.
/// </summary>
internal readonly ref struct HttpRequestView : IRequestView
{
    private readonly RequestBuffer _buffer = RequestBuffer.Begin();
    private readonly IHeaderDictionary _headers;
    private readonly Listener _listener;

    /// <param name="request">The request.</param>
    /// <param name="headers">Its headers.</param>
    /// <param name="listener">The listener that the request came in on.</param>
    /// <param name="body">The body if it was read.</param>
    public HttpRequestView(in CheckedRequest request, IHeaderDictionary headers, Listener listener, ReadOnlySpan<byte> body)
    {
        (_headers, _listener) = (headers, listener);
        Method = _buffer.Latin1(request.Method);
        Host = _buffer.Latin1(request.Host);
        Target = _buffer.Latin1(request.Target);
        Body = body;
    }

    public ReadOnlySpan<byte> Method { get; }

    public ReadOnlySpan<byte> Host { get; }

    public ReadOnlySpan<byte> Target { get; }

    public ReadOnlySpan<byte> Body { get; }

    public ClientAddress ClientAddress => _listener.ClientAddress?.Read(this) ?? default;

    public HeaderCount Header(HeaderName name, out ReadOnlySpan<byte> value)
    {
        var values = _headers[name.Text];
        value = default;
        if (values.Count == 0) return HeaderCount.None;
        if (values.Count > 1) return HeaderCount.Several;
        value = _buffer.Latin1(values[0] ?? "");
        return HeaderCount.One;
    }

    public bool TryGetLine(HeaderName name, int index, out ReadOnlySpan<byte> value)
    {
        var values = _headers[name.Text];
        var isThere = index < values.Count;
        value = isThere ? _buffer.Latin1(values[index] ?? "") : default;
        return isThere;
    }

    public int CountLines(HeaderName beginning)
    {
        var count = 0;
        foreach (var (name, values) in _headers)
        {
            if (name.StartsWith(beginning.Text, StringComparison.OrdinalIgnoreCase)) count += values.Count;
        }

        return count;
    }
}
