using System.Collections.Immutable;
using System.Text;
using TokenAuthz.Signing.Issuing;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Tests.Signing.Presets;

/// <summary>A request as bytes, whose parts tests replace. Reading it allocates nothing.</summary>
internal readonly record struct WireRequest : IRequestView
{
    public const string HeaderPart = "header ";

    private readonly byte[] _method;
    private readonly byte[] _host;
    private readonly byte[] _target;
    private readonly byte[] _body;
    private readonly ImmutableArray<KeyValuePair<string, byte[]>> _headers;

    private WireRequest(byte[] method, byte[] host, byte[] target, byte[] body, ImmutableArray<KeyValuePair<string, byte[]>> headers) =>
        (_method, _host, _target, _body, _headers) = (method, host, target, body, headers);

    public ReadOnlySpan<byte> Method => _method;

    public ReadOnlySpan<byte> Host => _host;

    public ReadOnlySpan<byte> Target => _target;

    public ReadOnlySpan<byte> Body => _body;

    public ClientAddress ClientAddress { get; init; }

    /// <summary>The names of its parts and their bytes.</summary>
    public IEnumerable<KeyValuePair<string, byte[]>> Parts =>
    [
        new("method", _method),
        new("host", _host),
        new("target", _target),
        new("body", _body),
        .. _headers.Select(header => KeyValuePair.Create(HeaderPart + header.Key, header.Value)),
    ];

    public static WireRequest Of(UnsignedRequest request, SignedRequest signed) => new(
        Encoding.Latin1.GetBytes(request.Method),
        Encoding.Latin1.GetBytes(signed.Host),
        Encoding.Latin1.GetBytes(signed.Target),
        (signed.Body ?? request.Body).ToArray(),
        [.. request.Headers.Concat(signed.Headers).Select(ToBytes)])
    {
        ClientAddress = request.ClientAddress,
    };

    private static KeyValuePair<string, byte[]> ToBytes(KeyValuePair<string, string> header) =>
        new(header.Key, Encoding.Latin1.GetBytes(header.Value));

    public WireRequest With(string part, byte[] bytes) => new(
        part == "method" ? bytes : _method,
        part == "host" ? bytes : _host,
        part == "target" ? bytes : _target,
        part == "body" ? bytes : _body,
        [.. _headers.Select(header => part == HeaderPart + header.Key ? KeyValuePair.Create(header.Key, bytes) : header)])
    {
        ClientAddress = ClientAddress,
    };

    /// <summary>Repeats one of the headers.</summary>
    public WireRequest Repeat(string header) =>
        new(_method, _host, _target, _body, [.. _headers, _headers.Single(one => one.Key == header)]) { ClientAddress = ClientAddress };

    public HeaderCount Header(HeaderName name, out ReadOnlySpan<byte> value)
    {
        value = default;
        var count = 0;
        foreach (ref readonly var header in _headers.AsSpan())
        {
            if (!string.Equals(header.Key, name.Text, StringComparison.OrdinalIgnoreCase)) continue;
            if (++count == (int)HeaderCount.Several) break;
            value = header.Value;
        }

        if (count == (int)HeaderCount.Several) value = default;
        return (HeaderCount)count;
    }

    public bool TryGetLine(HeaderName name, int index, out ReadOnlySpan<byte> value)
    {
        foreach (ref readonly var header in _headers.AsSpan())
        {
            if (!string.Equals(header.Key, name.Text, StringComparison.OrdinalIgnoreCase) || index-- > 0) continue;
            value = header.Value;
            return true;
        }

        value = default;
        return false;
    }

    public int CountLines(HeaderName beginning)
    {
        var count = 0;
        foreach (ref readonly var header in _headers.AsSpan())
        {
            if (header.Key.StartsWith(beginning.Text, StringComparison.OrdinalIgnoreCase)) count++;
        }

        return count;
    }

    public override string ToString() => string.Join(" | ", Parts.Select(part => $"{part.Key}: {Encoding.Latin1.GetString(part.Value)}"));
}
