using System.Net;
using System.Net.Sockets;

namespace TokenAuthz.EndToEnd.Harness;

/// <summary>
/// Ports for programs that must be told theirs. They are taken from below the range that the kernel gives outgoing
/// connections, which could otherwise take one before the program does.
/// </summary>
internal static class FreePorts
{
    private static int s_last = 20000 + (Environment.ProcessId % 1000 * 10);

    public static int Next()
    {
        while (true)
        {
            var port = Interlocked.Increment(ref s_last);
            if (IsFree(port)) return port;
        }
    }

    public static bool IsFree(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Any, port));
            socket.Listen();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
