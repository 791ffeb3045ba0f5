using System.Net;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Tls;

namespace TokenAuthz.Listeners;

/// <summary>Where a port listens, and its certificate.</summary>
/// <param name="Address">The address.</param>
/// <param name="Tls">The certificate; null for cleartext.</param>
internal sealed record PortAddress(BindingAddress Address, TlsIdentity? Tls)
{
    /// <summary>A URL that can be bound.</summary>
    public const string Pattern = @"^https?://(\*|\+|localhost|[0-9.]+|\[[0-9A-Fa-f:.]+\]):[0-9]{1,5}/?$";

    /// <summary>Reads the URL of a port and its section <c>Tls</c>; mistakes are reported to the section.</summary>
    /// <param name="port">The section of the port.</param>
    /// <param name="url">The setting of the URL.</param>
    /// <param name="whenAbsent">The URL when the setting is absent or wrong.</param>
    public static PortAddress Read(SettingsSection port, Setting<string?> url, string whenAbsent)
    {
        var address = ReadUrl(port, url, whenAbsent);
        if (address.Scheme == Uri.UriSchemeHttp && port.Has(TlsSettings.Section)) port.Reject(url, "a Url with Tls begins with https://");
        return new(address, TlsSettings.Read(port, isNeeded: address.Scheme == Uri.UriSchemeHttps));
    }

    private static BindingAddress ReadUrl(SettingsSection port, Setting<string?> url, string whenAbsent)
    {
        try
        {
            var address = BindingAddress.Parse(port.Read(url) ?? whenAbsent);
            if (IsUsable(address)) return address;
        }
        catch (FormatException)
        {
            // Reported below, with the advice that fits any mistake in a URL.
        }

        port.Reject(url, "write http://HOST:PORT or https://HOST:PORT, where HOST is *, localhost or an address of this machine");
        return BindingAddress.Parse(whenAbsent);
    }

    private static bool IsUsable(BindingAddress address) =>
        address is { Scheme: "http" or "https", PathBase.Length: 0, Port: >= 0 and <= ushort.MaxValue } && IsHost(address.Host);

    // Kestrel takes any other name for every address of the machine: one wrong letter would open the metrics to everybody.
    private static bool IsHost(string host) => host is "*" or "+" or "localhost" || IPAddress.TryParse(host, out _);
}
