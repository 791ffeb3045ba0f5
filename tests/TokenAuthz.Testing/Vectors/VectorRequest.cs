using System.Net;
using System.Text;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Testing.Vectors;

/// <summary>The request of a vector, as the core reads it.</summary>
internal readonly struct VectorRequest(Vector vector) : IRequestView
{
    public ReadOnlySpan<byte> Method => Encoding.ASCII.GetBytes(vector.Method);

    public ReadOnlySpan<byte> Host => Encoding.ASCII.GetBytes(vector.Host);

    public ReadOnlySpan<byte> Target => Encoding.ASCII.GetBytes(vector.Target);

    public ReadOnlySpan<byte> Body => Encoding.UTF8.GetBytes(vector.Body ?? "");

    public ClientAddress ClientAddress => vector.ClientIp is null ? default : ClientAddress.From(IPAddress.Parse(vector.ClientIp));

    public HeaderCount Header(HeaderName name, out ReadOnlySpan<byte> value)
    {
        var text = vector.Headers.FirstOrDefault(header => string.Equals(header.Key, name.Text, StringComparison.OrdinalIgnoreCase)).Value;
        value = text is null ? default : Encoding.Latin1.GetBytes(text);
        return text is null ? HeaderCount.None : HeaderCount.One;
    }
}
