using System.Text;
using TokenAuthz.Signing.Issuing;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Benchmarks;

/// <summary>A signed request as bytes that are there already, as a host has them: what is measured is the check alone.</summary>
internal readonly struct SampleRequest(UnsignedRequest unsigned, SignedRequest signed) : IRequestView
{
    private readonly byte[] _method = Encoding.ASCII.GetBytes(unsigned.Method);
    private readonly byte[] _host = Encoding.ASCII.GetBytes(signed.Host);
    private readonly byte[] _target = Encoding.ASCII.GetBytes(signed.Target);
    private readonly byte[] _body = unsigned.Body.ToArray();
    private readonly (byte[] Name, byte[] Value)[] _headers = [.. unsigned.Headers.Concat(signed.Headers).Select(Bytes)];

    public ReadOnlySpan<byte> Method => _method;

    public ReadOnlySpan<byte> Host => _host;

    public ReadOnlySpan<byte> Target => _target;

    public ReadOnlySpan<byte> Body => _body;

    public ClientAddress ClientAddress { get; } = unsigned.ClientAddress;

    public HeaderCount Header(HeaderName name, out ReadOnlySpan<byte> value)
    {
        value = default;
        var count = HeaderCount.None;
        foreach (var header in _headers)
        {
            if (!name.Bytes.SequenceEqual(header.Name)) continue;
            if (count is not HeaderCount.None) return HeaderCount.Several;
            count = HeaderCount.One;
            value = header.Value;
        }

        return count;
    }

    public bool TryGetLine(HeaderName name, int index, out ReadOnlySpan<byte> value)
    {
        foreach (var header in _headers)
        {
            if (!name.Bytes.SequenceEqual(header.Name) || index-- > 0) continue;
            value = header.Value;
            return true;
        }

        value = default;
        return false;
    }

    public int CountLines(HeaderName beginning)
    {
        var count = 0;
        foreach (var header in _headers)
        {
            if (header.Name.AsSpan().StartsWith(beginning.Bytes)) count++;
        }

        return count;
    }

    // A host that speaks HTTP/2 has names in lower case, as the bytes of HeaderName are.
    private static (byte[] Name, byte[] Value) Bytes(KeyValuePair<string, string> header) =>
        (new HeaderName(header.Key).Bytes.ToArray(), Encoding.Latin1.GetBytes(header.Value));
}
