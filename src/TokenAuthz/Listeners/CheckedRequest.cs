namespace TokenAuthz.Listeners;

/// <summary>The request that a gateway asks about.</summary>
/// <param name="Method">The method as sent.</param>
/// <param name="Host">The host; empty when it is not known.</param>
/// <param name="Target">Path and query as on the wire, each character a byte.</param>
internal readonly record struct CheckedRequest(string Method, string Host, string Target);
