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

    public ClientAddress ClientAddress =>
        vector.ClientAddress is { } address ? ClientAddress.From(IPAddress.Parse(address)) : default;

    public HeaderCount Header(HeaderName name, out ReadOnlySpan<byte> value)
    {
        var lines = LinesOf(name);
        value = lines is [var line] ? Part(line) : default;
        return lines.Length switch { 0 => HeaderCount.None, 1 => HeaderCount.One, _ => HeaderCount.Several };
    }

    public bool TryGetLine(HeaderName name, int index, out ReadOnlySpan<byte> value)
    {
        var lines = LinesOf(name);
        value = index < lines.Length ? Part(lines[index]) : default;
        return index < lines.Length;
    }

    public int CountLines(HeaderName beginning) =>
        vector.Headers.Count(header => header.Key.StartsWith(beginning.Text, StringComparison.OrdinalIgnoreCase));

    // Every server trims the blanks, because they are no part of the value (RFC 9110, section 5.5).
    private byte[][] LinesOf(HeaderName name) =>
    [
        .. vector.Headers.Where(header => string.Equals(header.Key, name.Text, StringComparison.OrdinalIgnoreCase))
            .Select(header => Encoding.Latin1.GetBytes(header.Value.Trim(' ', '\t'))),
    ];

    private ReadOnlySpan<byte> Part(ReadOnlySpan<byte> bytes)
    {
        var buffer = new byte[Margin + bytes.Length + Margin];
        buffer.AsSpan().Fill(neighbour);
        bytes.CopyTo(buffer.AsSpan(Margin));
        return buffer.AsSpan(Margin, bytes.Length);
    }
}
