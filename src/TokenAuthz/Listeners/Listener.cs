namespace TokenAuthz.Listeners;

/// <summary>
/// The listener that accepted a connection. It is set where the port is bound, so that nothing a client sends can choose it.
/// </summary>
/// <param name="Name">The listener's name.</param>
/// <param name="Kind">How its gateways ask; null for the admin port.</param>
/// <param name="PathPrefix">What its gateways put in front of the target; empty for nothing.</param>
/// <param name="ClientAddress">Where a gateway names the client's address; null when none does.</param>
internal sealed record Listener(string Name, ListenerKind? Kind, string PathPrefix, ForwardedAddress? ClientAddress)
{
    /// <summary>The name of the admin port in metrics and logs. No listener can have it, because names have no brackets.</summary>
    public const string AdminName = "(admin)";

    /// <summary>The port of metrics and health.</summary>
    public static Listener Admin { get; } = new(AdminName, Kind: null, PathPrefix: "", ClientAddress: null);

    /// <summary>Whether it is the port of metrics and health.</summary>
    public bool IsAdmin => Kind is null;
}
