using System.Collections.Immutable;
using TokenAuthz.Engine.Policies;

namespace TokenAuthz.Engine.Units;

/// <summary>
/// What the operator lets a unit decide: the requests of some hosts and paths, on some listeners. An empty list is every host, every
/// path, every listener. Immutable.
/// </summary>
/// <param name="Unit">The unit's name.</param>
/// <param name="Hosts">The hosts.</param>
/// <param name="Paths">The paths, each a prefix.</param>
/// <param name="Listeners">The names of the listeners.</param>
/// <param name="WithoutToken">Whether a policy of the unit may let requests pass without a token.</param>
internal sealed record Grant(
    string Unit,
    ImmutableArray<HostPattern> Hosts,
    ImmutableArray<PathPattern> Paths,
    ImmutableArray<string> Listeners,
    bool WithoutToken)
{
    /// <summary>What is granted, in words for messages.</summary>
    public string Text { get; } = string.Join(", ",
    [
        Hosts.IsEmpty ? "every host" : $"the hosts {string.Join(' ', Hosts.Select(host => host.Text))}",
        Paths.IsEmpty ? "every path" : $"the paths {string.Join(' ', Paths.Select(path => path.Text))}",
        Listeners.IsEmpty ? "every listener" : $"the listeners {string.Join(' ', Listeners)}",
        WithoutToken ? "with a token or without" : "with a token",
    ]);

    /// <summary>Whether requests of a listener are granted.</summary>
    public bool Includes(string listener) => Listeners.IsEmpty || Listeners.Contains(listener);

    /// <summary>The hosts of a policy that are not granted.</summary>
    public IEnumerable<string> HostsBeyond(Policy policy) => Hosts.IsEmpty
        ? []
        : policy.Scope.Hosts.Where(host => !Hosts.Any(granted => granted.Contains(host))).Select(host => host.Text);

    /// <summary>The paths of a policy that are not granted.</summary>
    public IEnumerable<string> PathsBeyond(Policy policy) => Paths.IsEmpty
        ? []
        : policy.Scope.Paths.Where(path => !Paths.Any(granted => granted.Contains(path))).Select(path => path.Text);

    /// <summary>The setting by which a policy lets requests pass without a
    /// token; null when the grant covers it or the policy has none.</summary>
    public string? OpeningBeyond(Policy policy)
    {
        if (WithoutToken) return null;
        if (policy.Action is PolicyAction.Allow) return PolicySettings.Action.Path;
        if (policy.Mode is not PolicyMode.Enforce) return PolicySettings.Mode.Path;
        if (policy.AllowsPreflight) return PolicySettings.AllowPreflight.Path;
        return policy.Handshake is HandshakeMode.Pass ? PolicySettings.Handshake.Path : null;
    }
}
