using System.Collections.Immutable;
using System.Text;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Tests.Formats;

/// <summary>A request as the page shows it: request line, headers, an empty line, body.</summary>
internal readonly struct ExampleRequest : IRequestView
{
    /// <summary>The header in which the examples' gateway sends the client's address.</summary>
    public const string AddressHeader = "x-client-address";

    private readonly ImmutableArray<KeyValuePair<string, string>> _headers;
    private readonly string _method;
    private readonly string _body;

    private ExampleRequest(string method, string target, ImmutableArray<KeyValuePair<string, string>> headers, string body) =>
        (_method, TargetText, _headers, _body) = (method, target, headers, body);

    public string TargetText { get; }

    public ReadOnlySpan<byte> Method => Encoding.ASCII.GetBytes(_method);

    public ReadOnlySpan<byte> Host => Header(new("host"), out var value) is HeaderCount.One ? value : default;

    public ReadOnlySpan<byte> Target => Encoding.ASCII.GetBytes(TargetText);

    public ReadOnlySpan<byte> Body => Encoding.UTF8.GetBytes(_body);

    public ClientAddress ClientAddress =>
        Header(new(AddressHeader), out var value) is HeaderCount.One && ClientAddress.TryParse(value, out var address) ? address : default;

    public static ExampleRequest Parse(string text)
    {
        var parts = text.Split("\n\n", 2);
        var lines = parts[0].Split('\n');
        Assert.EndsWith(" HTTP/1.1", lines[0], StringComparison.Ordinal);
        var line = lines[0].Split(' ');
        var headers = lines[1..].Select(header => header.Split(": ", 2)).Select(pair => KeyValuePair.Create(pair[0], pair[1]));
        return new(line[0], line[1], [.. headers], parts.ElementAtOrDefault(1) ?? "");
    }

    public ExampleRequest WithTarget(string target) => new(_method, target, _headers, _body);

    public HeaderCount Header(HeaderName name, out ReadOnlySpan<byte> value)
    {
        var values = Values(name);
        value = values.Length == 1 ? Encoding.Latin1.GetBytes(values[0]) : default;
        return (HeaderCount)Math.Min(values.Length, (int)HeaderCount.Several);
    }

    public bool TryGetLine(HeaderName name, int index, out ReadOnlySpan<byte> value)
    {
        var line = Values(name).ElementAtOrDefault(index);
        value = line is null ? default : Encoding.Latin1.GetBytes(line);
        return line is not null;
    }

    public int CountLines(HeaderName beginning) =>
        _headers.Count(header => header.Key.StartsWith(beginning.Text, StringComparison.OrdinalIgnoreCase));

    private string[] Values(HeaderName name) =>
    [
        .. _headers.Where(header => string.Equals(header.Key, name.Text, StringComparison.OrdinalIgnoreCase))
            .Select(header => header.Value),
    ];
}
