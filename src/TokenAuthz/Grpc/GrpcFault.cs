using System.Globalization;
using TokenAuthz.Connections;

namespace TokenAuthz.Grpc;

/// <summary>The reasons for which no request can be read from a call, as the log of denials says them.</summary>
internal static class GrpcFault
{
    public const string Compressed = "the gRPC message is compressed, and none is taken apart: switch compression off";
    public const string IllFormed = "the gRPC message is no CheckRequest";
    public const string Incomplete = "the gRPC message ended early or came too slowly";
    public const string Rewritten =
        "a pseudo-header in header_map is another than its attribute, where Envoy writes '!' for a byte that is not UTF-8";

    /// <summary>The message has more bytes than are kept.</summary>
    public static string TooLarge { get; } = string.Create(
        CultureInfo.InvariantCulture,
        $"the gRPC message has more than {LimitSettings.BesideBody} bytes beside the body");

    /// <summary>The message has more bytes than are read and discarded.</summary>
    public const string Endless = "the gRPC message is longer than Limits:DiscardedBody";
}
