using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace TokenAuthz.Testing;

/// <summary>
/// Ports for programs that must be told theirs. They lie below the range that the kernel gives outgoing connections, so that no
/// connection takes one before the program does. A process of tests locks a block of them at a time, so that no other process of
/// tests hands out the same: the kernel unlocks the block when the process ends, in whatever way.
/// </summary>
internal static class FreePorts
{
    private const int First = 20_000;
    private const int Last = 31_999;
    private const int InBlock = 50;

    private static readonly string Folder = Path.Combine(Path.GetTempPath(), $"token-authz-ports-{Environment.UserName}");
    private static readonly Lock Gate = new();
    private static readonly List<FileStream> Locks = [];
    private static int s_next;
    private static int s_end;

    /// <summary>A port that this process has not given away before.</summary>
    public static int Next()
    {
        lock (Gate)
        {
            while (true)
            {
                if (s_next == s_end) LockBlock();
                var port = s_next++;
                if (IsFree(port)) return port;
            }
        }
    }

    /// <summary>
    /// Whether no program listens on a port. Listens there for a moment, so ask before a program starts, never meanwhile.
    /// </summary>
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

    private static void LockBlock()
    {
        Directory.CreateDirectory(Folder);
        for (var first = First; first < Last; first += InBlock)
        {
            if (!TryLock(first)) continue;
            (s_next, s_end) = (first, first + InBlock);
            return;
        }

        throw new InvalidOperationException($"Other processes of tests have all ports from {First} to {Last}: see {Folder}.");
    }

    private static bool TryLock(int first)
    {
        try
        {
            Locks.Add(new(
                Path.Combine(Folder, first.ToString(CultureInfo.InvariantCulture)),
                FileMode.OpenOrCreate,
                FileAccess.ReadWrite,
                FileShare.None));
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
