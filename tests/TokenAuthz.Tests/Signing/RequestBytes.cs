using System.Text;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Tests.Signing;

/// <summary>A request made of what a test says of it.</summary>
internal readonly struct RequestBytes(string target, params string[] tokens) : IRequestView
{
    private readonly byte[] _target = Encoding.Latin1.GetBytes(target);
    private readonly byte[][] _tokens = [.. tokens.Select(Encoding.Latin1.GetBytes)];

    public ReadOnlySpan<byte> Method => "GET"u8;

    public ReadOnlySpan<byte> Host => "example.com"u8;

    public ReadOnlySpan<byte> Body => default;

    public ClientAddress ClientAddress => default;

    public ReadOnlySpan<byte> Target => _target;

    public HeaderCount Header(HeaderName name, out ReadOnlySpan<byte> value)
    {
        value = default;
        if (_tokens.Length == 0 || !name.Bytes.SequenceEqual("token"u8)) return HeaderCount.None;
        if (_tokens.Length > 1) return HeaderCount.Several;
        value = _tokens[0];
        return HeaderCount.One;
    }

    public bool TryGetLine(HeaderName name, int index, out ReadOnlySpan<byte> value) =>
        throw new NotSupportedException("No test of these requests reads lines.");

    public int CountLines(HeaderName beginning) => throw new NotSupportedException("No test of these requests counts lines.");
}
