using System.Net;
using System.Net.Sockets;

namespace TokenAuthz.EndToEnd.Readme;

/// <summary>What runs on the ports that the shipped files name: one test after the other.</summary>
[CollectionDefinition(nameof(FixedPorts))]
public sealed class FixedPorts
{
    public const int Gateway = 10000;
    public const int Application = 10001;
    public const int Check = 8080;
    public const int Admin = 8081;

    // Far above what a gateway that was killed takes to give its ports back: its pipes close before they do.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>Skips the running test when another program keeps one of the ports.</summary>
    internal static async Task RequireAsync(params IEnumerable<int> ports)
    {
        var areFree = await Poll.IsSoonAsync(Limit, () => ports.All(FreePorts.IsFree));
        Programs.Unless(areFree, $"One of the ports {string.Join(", ", ports)} is taken by another program.");
    }

    /// <summary>Whether a program accepts connections there. Binds nothing, so a program that is about to listen there can.</summary>
    internal static async Task<bool> IsOpenAsync(int port)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
