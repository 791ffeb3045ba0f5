using System.Text;
using TokenAuthz.Engine.Hosting;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.EnvoyModule;

/// <summary>A request in Envoy's memory, which is valid until the hook returns or changes a header.</summary>
internal readonly ref struct EnvoyRequestView : IRequestView
{
    private readonly nint _stream;

    /// <param name="stream">The request.</param>
    /// <param name="body">The body if it was read.</param>
    public EnvoyRequestView(nint stream, ReadOnlySpan<byte> body)
    {
        _stream = stream;
        Target = Single(":path"u8);
        Body = body;
    }

    // Envoy answers a request without a method or a host itself.
    public static bool IsLazy => true;

    public ReadOnlySpan<byte> Method => Single(":method"u8);

    public ReadOnlySpan<byte> Host => Single(":authority"u8);

    public ReadOnlySpan<byte> Target { get; }

    public ReadOnlySpan<byte> Body { get; }

    public ClientAddress ClientAddress =>
        ClientAddress.TryParse(WithoutPort(EnvoyAbi.GetSourceAddress(_stream)), out var address) ? address : default;

    /// <summary>The address and the port of the client, or of the proxy that Envoy takes it from.</summary>
    public string Peer => LogText.Host(Encoding.Latin1.GetString(EnvoyAbi.GetSourceAddress(_stream)));

    public HeaderCount Header(HeaderName name, out ReadOnlySpan<byte> value)
    {
        switch (EnvoyAbi.GetHeader(_stream, name.Bytes, out value))
        {
            case 0:
                return HeaderCount.None;
            case 1:
                return HeaderCount.One;
            default:
                value = default;
                return HeaderCount.Several;
        }
    }

    public bool TryGetLine(HeaderName name, int index, out ReadOnlySpan<byte> value) =>
        EnvoyAbi.GetHeader(_stream, name.Bytes, out value, index) > index;

    public int CountLines(HeaderName beginning) => EnvoyAbi.CountHeaders(_stream, beginning.Bytes);

    private ReadOnlySpan<byte> Single(ReadOnlySpan<byte> name) => EnvoyAbi.GetHeader(_stream, name, out var value) == 1 ? value : default;

    // An IPv6 address stands in brackets. A peer on a Unix socket has no port, and no address.
    private static ReadOnlySpan<byte> WithoutPort(ReadOnlySpan<byte> address)
    {
        var port = address.LastIndexOf((byte)':');
        if (port < 0) return default;
        address = address[..port];
        return address is [(byte)'[', .. var inner, (byte)']'] ? inner : address;
    }
}
