namespace TokenAuthz.Signing.Requests;

/// <summary>The value of <c>Host</c> (RFC 9110, section 7.2).</summary>
internal static class HostText
{
    /// <summary>The host without its port. An IPv6 address stands in brackets, and has colons of its own.</summary>
    public static ReadOnlySpan<byte> WithoutPort(ReadOnlySpan<byte> host)
    {
        var port = host.LastIndexOf((byte)':');
        return port < 0 || host[port..].Contains((byte)']') ? host : host[..port];
    }
}
