using System.Collections.Immutable;
using TokenAuthz.Engine.Configuration;

namespace TokenAuthz.Engine.Snapshots;

/// <summary>A way into a host, and the policies that decide what comes in there.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Policies">The names of its policies; every policy when there is none.</param>
/// <param name="KnowsClientAddress">Whether requests have the client's address.</param>
/// <param name="HasBody">Whether requests can have their body.</param>
/// <param name="Settings">Where errors are reported, with the setting <c>Policies</c>.</param>
public sealed record ListenerBinding(string Name, ImmutableArray<string> Policies, bool KnowsClientAddress, bool HasBody, SettingsSection Settings);
