using System.Net;
using System.Net.Sockets;

namespace TokenAuthz.Transport;

/// <summary>
/// The address of a Unix socket at the kernel's full length. The runtime takes the length of a listener's own address for that of its
/// clients', and a client whose socket has a longer name would end the process.
/// </summary>
/// <param name="file">The file.</param>
internal sealed class UnixSocketAddress(UnixDomainSocketEndPoint file) : EndPoint
{
    // sizeof(struct sockaddr_un): the family, and 108 bytes for the path.
    private const int Size = 110;

    public override AddressFamily AddressFamily => AddressFamily.Unix;

    public override SocketAddress Serialize()
    {
        var (own, full) = (file.Serialize(), new SocketAddress(AddressFamily.Unix, Size));
        for (var i = sizeof(ushort); i < own.Size; i++) full[i] = own[i];
        return full;
    }

    public override EndPoint Create(SocketAddress socketAddress) => file.Create(socketAddress);

    public override string ToString() => file.ToString();
}
