using TokenAuthz.Signing.Requests;

namespace TokenAuthz.EnvoyModule;

/// <summary>A request as it lies in Envoy's memory: valid until the hook returns.</summary>
/// <param name="stream">The request.</param>
/// <param name="body">Its body, if it was read.</param>
internal readonly struct EnvoyRequestView(nint stream, ReadOnlyMemory<byte> body) : IRequestView
{
    public ReadOnlySpan<byte> Method => Pseudo(":method"u8);

    public ReadOnlySpan<byte> Host => Pseudo(":authority"u8);

    public ReadOnlySpan<byte> Target => Pseudo(":path"u8);

    public ReadOnlySpan<byte> Body => body.Span;

    public ClientAddress ClientAddress => ClientAddress.TryParse(WithoutPort(EnvoyAbi.GetSourceAddress(stream)), out var address) ? address : default;

    /// <summary>Whether it is clear which request this is: a CONNECT has no target.</summary>
    public bool IsComplete => !Method.IsEmpty && !Target.IsEmpty;

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

    // An address of IPv6 stands in brackets; one of a socket file has no port, and is no address.
    private static ReadOnlySpan<byte> WithoutPort(ReadOnlySpan<byte> address)
    {
        var port = address.LastIndexOf((byte)':');
        if (port < 0) return default;
        address = address[..port];
        return address is [(byte)'[', .. var inner, (byte)']'] ? inner : address;
    }
}
