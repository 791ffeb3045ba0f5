using System.Net;
using System.Text;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Testing.Vectors;

/// <summary>A vector as the core sees a request: each part of it is a slice of a larger buffer.</summary>
/// <param name="vector">The vector.</param>
/// <param name="neighbour">Fills the buffer before and behind each part, so that a check that reads on gives another verdict.</param>
internal readonly struct VectorRequest(Vector vector, byte neighbour = 0) : IRequestView
{
    private const int Margin = 64;

    public ReadOnlySpan<byte> Method => Part(Encoding.ASCII.GetBytes(vector.Method));

    public ReadOnlySpan<byte> Host => Part(Encoding.ASCII.GetBytes(vector.Host));

    public ReadOnlySpan<byte> Target => Part(Encoding.ASCII.GetBytes(vector.Target));

    public ReadOnlySpan<byte> Body => Part(Encoding.UTF8.GetBytes(vector.Body ?? ""));

    public ClientAddress ClientAddress => vector.ClientIp is null ? default : ClientAddress.From(IPAddress.Parse(vector.ClientIp));

    public HeaderCount Header(HeaderName name, out ReadOnlySpan<byte> value)
    {
        var text = vector.Headers.FirstOrDefault(header => string.Equals(header.Key, name.Text, StringComparison.OrdinalIgnoreCase)).Value;
        value = text is null ? default : Part(Encoding.Latin1.GetBytes(text));
        return text is null ? HeaderCount.None : HeaderCount.One;
    }

    private ReadOnlySpan<byte> Part(ReadOnlySpan<byte> bytes)
    {
        var buffer = new byte[Margin + bytes.Length + Margin];
        buffer.AsSpan().Fill(neighbour);
        bytes.CopyTo(buffer.AsSpan(Margin));
        return buffer.AsSpan(Margin, bytes.Length);
    }
}
