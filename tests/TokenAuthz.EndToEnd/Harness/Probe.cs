using System.Net;
using System.Net.Sockets;

namespace TokenAuthz.EndToEnd.Harness;

/// <summary>Asks a port that may not answer yet.</summary>
internal static class Probe
{
    /// <summary>The status of a GET, or null when nobody answers.</summary>
    public static async Task<int?> StatusAsync(int port, string target) => (await AskAsync(new(IPAddress.Loopback, port), target, token: null))?.Status;

    /// <summary>The answer to a GET, or null when nobody answers.</summary>
    public static async Task<RawResponse?> AskAsync(IPEndPoint to, string target, string? token)
    {
        try
        {
            return await RawHttp.SendAsync(to, RawHttp.Request("GET", target, token));
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            return null;
        }
    }
}
