using System.Text;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Tests.Signing;

/// <summary>A request of which a test says as much as it needs; every character is a byte.</summary>
internal struct TestRequest(string target) : IRequestView
{
    private readonly byte[] _target = Encoding.Latin1.GetBytes(target);

    public string MethodText { get; init; } = "GET";

    public string HostText { get; init; } = "example.com";

    public byte[] BodyBytes { get; init; } = [];

    public ClientAddress ClientAddress { get; init; }

    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    public readonly ReadOnlySpan<byte> Method => Encoding.Latin1.GetBytes(MethodText);

    public readonly ReadOnlySpan<byte> Host => Encoding.Latin1.GetBytes(HostText);

    public readonly ReadOnlySpan<byte> Target => _target;

    public readonly ReadOnlySpan<byte> Body => BodyBytes;

    public readonly HeaderCount Header(HeaderName name, out ReadOnlySpan<byte> value)
    {
        string[] values =
        [
            .. Headers.Where(header => string.Equals(header.Key, name.Text, StringComparison.OrdinalIgnoreCase))
                .Select(header => header.Value),
        ];
        value = values.Length == 1 ? Encoding.Latin1.GetBytes(values[0]) : default;
        return (HeaderCount)Math.Min(values.Length, (int)HeaderCount.Several);
    }

    public readonly bool TryGetLine(HeaderName name, int index, out ReadOnlySpan<byte> value)
    {
        var line = Headers.Where(header => string.Equals(header.Key, name.Text, StringComparison.OrdinalIgnoreCase))
            .Select(header => header.Value)
            .ElementAtOrDefault(index);
        value = line is null ? default : Encoding.Latin1.GetBytes(line);
        return line is not null;
    }

    public readonly int CountLines(HeaderName beginning) =>
        Headers.Count(header => header.Key.StartsWith(beginning.Text, StringComparison.OrdinalIgnoreCase));
}
