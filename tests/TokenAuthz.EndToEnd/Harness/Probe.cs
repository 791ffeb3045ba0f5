using System.Net.Sockets;

namespace TokenAuthz.EndToEnd.Harness;

/// <summary>Asks a port that may not answer yet.</summary>
internal static class Probe
{
    /// <summary>The status of a GET, or null when nobody answers.</summary>
    public static async Task<int?> StatusAsync(int port, string target)
    {
        try
        {
            return (await RawHttp.SendAsync(port, RawHttp.Request("GET", target, token: null))).Status;
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            return null;
        }
    }
}
