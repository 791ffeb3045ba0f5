using TokenAuthz.Signing.Requests;

namespace TokenAuthz.EnvoyModule;

/// <summary>A request in Envoy's memory, which is valid until the hook returns or changes a header.</summary>
/// <param name="stream">The request.</param>
/// <param name="body">The body if it was read.</param>
internal readonly ref struct EnvoyRequestView(nint stream, ReadOnlySpan<byte> body) : IRequestView
{
    public ReadOnlySpan<byte> Method => Pseudo(":method"u8);

    public ReadOnlySpan<byte> Host => Pseudo(":authority"u8);

    public ReadOnlySpan<byte> Target => Pseudo(":path"u8);

    public ReadOnlySpan<byte> Body { get; } = body;

    public ClientAddress ClientAddress =>
        ClientAddress.TryParse(WithoutPort(EnvoyAbi.GetSourceAddress(stream)), out var address) ? address : default;

    public HeaderCount Header(HeaderName name, out ReadOnlySpan<byte> value)
    {
        switch (EnvoyAbi.GetHeader(stream, name.Bytes, out value))
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

    private ReadOnlySpan<byte> Pseudo(ReadOnlySpan<byte> name) => EnvoyAbi.GetHeader(stream, name, out var value) == 1 ? value : default;

    // An IPv6 address stands in brackets. A peer on a Unix socket has no port, and no address.
    private static ReadOnlySpan<byte> WithoutPort(ReadOnlySpan<byte> address)
    {
        var port = address.LastIndexOf((byte)':');
        if (port < 0) return default;
        address = address[..port];
        return address is [(byte)'[', .. var inner, (byte)']'] ? inner : address;
    }
}
