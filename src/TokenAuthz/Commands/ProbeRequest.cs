using System.Collections.Immutable;

namespace TokenAuthz.Commands;

/// <summary>A request that a gateway would ask about.</summary>
internal sealed record ProbeRequest(
    string Method, string Host, string Target, ImmutableArray<KeyValuePair<string, string>> Headers, string Body);
