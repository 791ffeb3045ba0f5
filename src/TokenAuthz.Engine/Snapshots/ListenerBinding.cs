using System.Collections.Immutable;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Engine.Policies;

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
    SettingsSection Settings)
{
    /// <summary>Whether the gateway takes another target for the upstream, so that a token can be taken off the query.</summary>
    public bool CanChangeTarget { get; init; }

    /// <summary>Whether the listener is to serve a policy of the operator.</summary>
    internal bool Names(Policy policy) => Policies.IsEmpty || Policies.Contains(policy.Name);

    /// <summary>Why the listener cannot serve a policy, and what has to change; empty when it can.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="otherwise">What else may be done, for the message.</param>
    internal IEnumerable<string> ObstaclesTo(Policy policy, string otherwise)
    {
        if (policy.NeedsBody && !HasBody)
        {
            var what = policy.Accepts is { SignsBody: true } ? "a signature of the body" : "the bodies of handshakes";
            yield return $"the policy {policy.Name} checks {what}, which the gateways of this kind of listener cannot send: "
                + $"have Envoy ask (with_request_body), Traefik (forwardBody) or APISIX (request_method), or {otherwise}";
        }

        if (policy.Accepts is { NeedsClientAddress: true } && !KnowsClientAddress)
        {
            yield return $"the policy {policy.Name} checks the client's address, which this listener does not know: set its "
                + $"ClientAddressHeader to one that the gateway always writes, or {otherwise}";
        }
    }
}
