using System.Net;
using TokenAuthz.Engine.Hosting;
using TokenAuthz.Grpc.Protocol;

namespace TokenAuthz.Observability;

/// <summary>Where a check came from, for the log. Nothing is looked up until a line is written.</summary>
/// <param name="Listener">The listener's name.</param>
/// <param name="Context">The request of the gateway.</param>
/// <param name="Message">The request in the message of a check by gRPC; null over HTTP, and as long as it is not read.</param>
internal readonly record struct CheckOrigin(string Listener, HttpContext Context, AttributeContext.Types.HttpRequest? Message)
{
    private const string UnixSocket = "unix";
    private const string IdHeader = Engine.Policies.RequestId.Header;

    /// <summary>The address and the port that the gateway asked from; <c>unix</c> for a Unix socket, which has none.</summary>
    public string Peer => Context.Connection is { RemoteIpAddress: { } address, RemotePort: var port }
        ? $"{new IPEndPoint(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address, port)}"
        : UnixSocket;

    /// <summary>The gateway's id of the request; null when it sent none.</summary>
    public string? RequestId
    {
        get
        {
            if (Message is not { } message) return Only(Context.Request.Headers[IdHeader]);
            var raw = message.HeaderMap?.Headers.Where(header => header.Key == IdHeader)
                .Select(header => header.RawValue.IsEmpty ? header.Value : header.RawValue.ToStringUtf8()).ToArray();
            if (Only(raw) is { } sent) return sent;
            return LogText.RequestId(message.Headers.GetValueOrDefault(IdHeader, message.Id));
        }
    }

    private static string? Only(IReadOnlyList<string?>? values) => values is [{ } id] ? LogText.RequestId(id) : null;
}
