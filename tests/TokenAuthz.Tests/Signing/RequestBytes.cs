using System.Text;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Tests.Signing;

/// <summary>A request as bytes that are there already, as in a host: looking at it allocates nothing.</summary>
internal readonly struct RequestBytes(TestRequest request) : IRequestView
{
    private readonly byte[] _method = request.Method.ToArray();
    private readonly byte[] _host = request.Host.ToArray();
    private readonly byte[] _target = request.Target.ToArray();
    private readonly byte[] _body = request.Body.ToArray();
    private readonly ClientAddress _clientAddress = request.ClientAddress;
    private readonly (byte[] Name, byte[] Value)[] _headers = [.. request.Headers.Select(header => (new HeaderName(header.Key).Bytes.ToArray(), Encoding.Latin1.GetBytes(header.Value)))];

    /// <summary>A request with a target and tokens.</summary>
    public RequestBytes(string target, params string[] tokens)
        : this(new TestRequest(target) { Headers = [.. tokens.Select(token => KeyValuePair.Create("token", token))] })
    {
    }

    public ReadOnlySpan<byte> Method => _method;

    public ReadOnlySpan<byte> Host => _host;

    public ReadOnlySpan<byte> Target => _target;

    public ReadOnlySpan<byte> Body => _body;

    public ClientAddress ClientAddress => _clientAddress;

    public HeaderCount Header(HeaderName name, out ReadOnlySpan<byte> value)
    {
        value = default;
        var count = HeaderCount.None;
        foreach (var header in _headers)
        {
            if (!header.Name.AsSpan().SequenceEqual(name.Bytes)) continue;
            if (++count is HeaderCount.Several) return count;
            value = header.Value;
        }

        return count;
    }
}
