using System.Collections.Immutable;
using TokenAuthz.Engine.Configuration;

namespace TokenAuthz.Engine.Snapshots;

/// <summary>A way into a host, and the policies that decide the requests that come in there.</summary>
/// <param name="Name">The name.</param>
/// <param name="Policies">The names of the policies; empty for every policy.</param>
/// <param name="KnowsClientAddress">Whether requests have the client's address.</param>
/// <param name="HasBody">Whether requests can have their body.</param>
/// <param name="CanAnswer">Whether the gateway hands on a status of 200 that is no allow, so that handshakes can be answered.</param>
/// <param name="Settings">The section whose setting <c>Policies</c> is named in errors.</param>
public sealed record ListenerBinding(
    string Name,
    ImmutableArray<string> Policies,
    bool KnowsClientAddress,
    bool HasBody,
    bool CanAnswer,
    SettingsSection Settings);
