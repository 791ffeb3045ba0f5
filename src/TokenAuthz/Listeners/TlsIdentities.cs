using System.Collections.Immutable;
using TokenAuthz.Settings;

namespace TokenAuthz.Listeners;

/// <summary>The TLS identities of all listeners.</summary>
internal sealed class TlsIdentities(ServiceSettings settings)
{
    /// <summary>One for each listener with TLS.</summary>
    public ImmutableArray<TlsIdentity> All { get; } =
    [
        .. settings.Listeners.Where(listener => listener.Tls is not null).Select(listener => new TlsIdentity(listener.Name, listener.Tls!)),
        .. settings.Admin.Tls is { } tls ? [new TlsIdentity(KestrelListeners.AdminName, tls)] : ImmutableArray<TlsIdentity>.Empty,
    ];

    /// <summary>That of a listener; null when it has none.</summary>
    public TlsIdentity? For(string listener) => All.FirstOrDefault(identity => identity.Listener == listener);
}
