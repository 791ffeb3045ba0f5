using System.Collections.Immutable;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Settings;

/// <summary>A port that answers checks.</summary>
/// <param name="Name">Its name, which labels metrics.</param>
/// <param name="Address">Where it listens.</param>
/// <param name="ClientAddressHeader">The header in which the gateway names the client's address; null when it does not.</param>
/// <param name="Policies">The names of the policies that decide here; every policy when there is none.</param>
internal sealed record ListenerSettings(string Name, BindingAddress Address, HeaderName? ClientAddressHeader, ImmutableArray<string> Policies);
