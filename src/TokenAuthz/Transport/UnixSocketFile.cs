using System.Net.Sockets;
using System.Runtime.InteropServices;
using TokenAuthz.Listeners;

namespace TokenAuthz.Transport;

/// <summary>Binds Unix sockets.</summary>
internal static partial class UnixSocketFile
{
    /// <summary>Binds a socket whose file has its mode and group before anybody can connect, which is when it listens.</summary>
    /// <exception cref="IOException">The file cannot be made; the message says why.</exception>
    /// <exception cref="SocketException">Another process listens there.</exception>
    public static Socket Bind(UnixSocket settings)
    {
        RemoveStale(settings.Path);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Bind(new UnixSocketAddress(new(settings.Path)));
            if (settings.GroupId is { } group && ChangeOwner(settings.Path, -1, group) != 0)
            {
                throw new IOException($"{settings.Path} cannot be given to the group {group}: {Marshal.GetLastPInvokeErrorMessage()}. "
                    + "The process has to be in that group.");
            }

            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(settings.Path, settings.Mode);
            return socket;
        }
        catch (Exception e)
        {
            socket.Dispose();
            if (e is not (SocketException or UnauthorizedAccessException)) throw;
            throw new IOException(
                $"{settings.Path} cannot be made: {e.Message}. Its folder must exist, and the process may write to it.", e);
        }
    }

    // A process that was killed leaves its file behind, and binding fails as long as it is there.
    private static void RemoveStale(string path)
    {
        if (!File.Exists(path)) return;
        if (!IsSocket(path))
            throw new IOException($"{path} is there and is no socket that the process may open: it stays. Name another path.");
        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(new UnixDomainSocketEndPoint(path));
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionRefused)
        {
            File.Delete(path);
            return;
        }

        throw new SocketException((int)SocketError.AddressAlreadyInUse);
    }

    // The kernel opens no socket as a file. Opened for both, a pipe does not wait for its other side.
    private static bool IsSocket(string path)
    {
        const int NoSuchDevice = 6;
        try
        {
            File.OpenHandle(path, access: FileAccess.ReadWrite).Dispose();
            return false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.HResult == NoSuchDevice;
        }
    }

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [LibraryImport("libc", EntryPoint = "lchown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeOwner(string path, int owner, int group);
}
