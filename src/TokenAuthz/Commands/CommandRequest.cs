using System.Collections.Immutable;
using System.Text;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Commands;

/// <summary>A request that was described on the command line.</summary>
internal readonly struct CommandRequest(
    CommandUrl url, string method, ImmutableArray<KeyValuePair<string, string>> headers, string body, ClientAddress clientAddress)
    : IRequestView
{
    public ReadOnlySpan<byte> Method => Encoding.Latin1.GetBytes(method);

    public ReadOnlySpan<byte> Host => Encoding.Latin1.GetBytes(url.Host);

    public ReadOnlySpan<byte> Target => Encoding.Latin1.GetBytes(url.Target);

    public ReadOnlySpan<byte> Body => Encoding.UTF8.GetBytes(body);

    public ClientAddress ClientAddress => clientAddress;

    public HeaderCount Header(HeaderName name, out ReadOnlySpan<byte> value)
    {
        var values = Values(name);
        value = values.Length == 1 ? Encoding.Latin1.GetBytes(values[0]) : default;
        return (HeaderCount)Math.Min(values.Length, (int)HeaderCount.Several);
    }

    public bool TryGetLine(HeaderName name, int index, out ReadOnlySpan<byte> value)
    {
        var text = Values(name).ElementAtOrDefault(index);
        value = text is null ? default : Encoding.Latin1.GetBytes(text);
        return text is not null;
    }

    public int CountLines(HeaderName beginning) =>
        headers.Count(header => header.Key.StartsWith(beginning.Text, StringComparison.OrdinalIgnoreCase));

    private string[] Values(HeaderName name) =>
    [
        .. headers.Where(header => string.Equals(header.Key, name.Text, StringComparison.OrdinalIgnoreCase)).Select(header => header.Value),
    ];
}
