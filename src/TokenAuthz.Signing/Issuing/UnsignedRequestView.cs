using System.Text;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Signing.Issuing;

/// <summary>A request with the parts of its token so far, for the message and for the check of the result.</summary>
internal readonly struct UnsignedRequestView(
    UnsignedRequest request, byte[] target, IReadOnlyList<KeyValuePair<string, string>> added) : IRequestView
{
    public ReadOnlySpan<byte> Method => Encoding.ASCII.GetBytes(request.Method);

    public ReadOnlySpan<byte> Host => Encoding.ASCII.GetBytes(request.Host);

    public ReadOnlySpan<byte> Target => target;

    public ReadOnlySpan<byte> Body => request.Body.Span;

    public ClientAddress ClientAddress => request.ClientAddress;

    public HeaderCount Header(HeaderName name, out ReadOnlySpan<byte> value)
    {
        var text = added.FirstOrDefault(header => string.Equals(header.Key, name.Text, StringComparison.OrdinalIgnoreCase)).Value
            ?? request.Headers.GetValueOrDefault(name.Text);
        value = text is null ? default : Encoding.Latin1.GetBytes(text);
        return text is null ? HeaderCount.None : HeaderCount.One;
    }

    public bool TryGetLine(HeaderName name, int index, out ReadOnlySpan<byte> value) =>
        Header(name, out value) is HeaderCount.One && index == 0;

    public int CountLines(HeaderName beginning) => added.Select(header => header.Key)
        .Union(request.Headers.Keys, StringComparer.OrdinalIgnoreCase)
        .Count(name => name.StartsWith(beginning.Text, StringComparison.OrdinalIgnoreCase));
}
