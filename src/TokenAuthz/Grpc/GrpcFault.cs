using System.Globalization;
using TokenAuthz.Connections;
using TokenAuthz.Engine.Hosting;

namespace TokenAuthz.Grpc;

/// <summary>Why a call has no question in it, as the log of denials says it.</summary>
internal static class GrpcFault
{
    public const string Compressed = "the gRPC message is compressed, and none is taken apart: switch compression off";
    public const string IllFormed = "the gRPC message is no CheckRequest";
    public const string Incomplete = "the gRPC message ended early or came too slowly";
    public const string Rewritten = "a pseudo-header in header_map is another than its attribute, where Envoy writes '!' for a byte that is not UTF-8";

    /// <summary>The message is longer than what is read.</summary>
    public static string TooLarge { get; } = string.Create(
        CultureInfo.InvariantCulture, $"the gRPC message has more than {LimitSettings.LargestCheck - CheckSettings.MaxBodySize} bytes beside the body");

    /// <summary>The message is longer than what is read to its end.</summary>
    public const string Endless = "the gRPC message is longer than Limits:DiscardedBody";
}
