using System.Collections.Immutable;

namespace TokenAuthz.Refusals;

/// <summary>How reasons are written in metrics and logs.</summary>
internal static class RefusalReasons
{
    private static readonly ImmutableArray<string> Codes =
        ["ill_formed", "too_large", "too_slow", "protocol_error", "tls_handshake", "untrusted_peer", "too_many_connections", "low_memory", "no_such_call"];

    /// <summary>All of them, in their order.</summary>
    public static ImmutableArray<RefusalReason> All { get; } = [.. Enum.GetValues<RefusalReason>()];

    /// <summary>The value of labels.</summary>
    public static string Code(this RefusalReason reason) => Codes[(int)reason];
}
