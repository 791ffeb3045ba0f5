using TokenAuthz.Signing;

namespace TokenAuthz.Http;

/// <summary>Why the request that a gateway asks about cannot be read.</summary>
/// <param name="Cause">The cause, of the reason <see cref="DenyReason.BadRequest"/>.</param>
/// <param name="Header">The name of the header that it is about; null for none.</param>
internal readonly record struct UnclearRequest(DenyCause Cause, string? Header = null);
