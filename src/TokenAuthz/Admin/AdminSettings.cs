using TokenAuthz.Tls;

namespace TokenAuthz.Admin;

/// <summary>The port of metrics and health.</summary>
/// <param name="Address">Where it listens.</param>
/// <param name="Tls">Its certificate; null for cleartext.</param>
internal sealed record AdminSettings(BindingAddress Address, TlsIdentity? Tls);
