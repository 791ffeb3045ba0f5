using System.Collections.Immutable;

namespace TokenAuthz.Refusals;

/// <summary>What each <see cref="RefusalReason"/> is called in metrics and logs.</summary>
internal static class RefusalReasons
{
    private static readonly ImmutableArray<(RefusalReason Reason, string Code)> Rows =
    [
        (RefusalReason.IllFormed, "ill_formed"),
        (RefusalReason.TooLarge, "too_large"),
        (RefusalReason.TooSlow, "too_slow"),
        (RefusalReason.ProtocolError, "protocol_error"),
        (RefusalReason.TlsHandshake, "tls_handshake"),
        (RefusalReason.UntrustedPeer, "untrusted_peer"),
        (RefusalReason.TooManyConnections, "too_many_connections"),
        (RefusalReason.LowMemory, "low_memory"),
        (RefusalReason.NoSuchCall, "no_such_call"),
    ];

    // In the order of their values, so that a reason is an index.
    private static readonly ImmutableArray<string> Codes =
        [.. Enum.GetValues<RefusalReason>().Select(reason => Rows.Single(row => row.Reason == reason).Code)];

    /// <summary>Every reason, in the order of its value.</summary>
    public static ImmutableArray<RefusalReason> All { get; } = [.. Enum.GetValues<RefusalReason>()];

    /// <summary>The value of a label: <c>ill_formed</c>.</summary>
    public static string Code(this RefusalReason reason) => Codes[(int)reason];
}
