using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Listeners;

/// <summary>
/// Which listener a connection came in on. It is fixed to the connection where the port is bound, so that nothing a client
/// sends can choose it.
/// </summary>
internal sealed record Listener(string Name, bool IsAdmin, HeaderName? ClientAddressHeader = null);
