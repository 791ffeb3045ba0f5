using System.Collections.Immutable;

namespace TokenAuthz.Engine.Policies;

/// <summary>Finds the policies of a listener that never decide, because one in front of each covers every request that it covers.</summary>
internal static class CoveredPolicies
{
    private const string Any = "";

    /// <summary>The covered policies by name, each with the name of the one that covers it.</summary>
    /// <param name="policies">The policies in the order in which they are tried.</param>
    public static Dictionary<string, string> In(ImmutableArray<Policy> policies)
    {
        var covered = new Dictionary<string, string>(StringComparer.Ordinal);

        // By host and first segment, so that thousands of policies are not compared with each other.
        var seen = new Dictionary<(string Host, string Segment), List<Policy>>();
        foreach (var policy in policies)
        {
            var earlier = KeysFor(policy.Scope).SelectMany(key => seen.GetValueOrDefault(key) ?? []);
            if (earlier.FirstOrDefault(other => Covers(other, policy)) is { } covering) covered[policy.Name] = covering.Name;
            foreach (var key in KeysOf(policy.Scope))
            {
                if (!seen.TryGetValue(key, out var list)) seen[key] = list = [];
                list.Add(policy);
            }
        }

        return covered;
    }

    // An Allow leaves ambiguous paths to the policies behind it.
    private static bool Covers(Policy earlier, Policy later) =>
        (earlier.Action is not PolicyAction.Allow || later.Action is PolicyAction.Allow) && earlier.Scope.Covers(later.Scope);

    private static IEnumerable<(string Host, string Segment)> KeysOf(PolicyScope scope) =>
        from host in HostsOf(scope) from segment in SegmentsOf(scope) select (host, segment);

    // Whatever covers a scope covers its first host and its first path.
    private static IEnumerable<(string Host, string Segment)> KeysFor(PolicyScope scope) =>
        from host in new[]
        {
            HostsOf(scope).First(), scope.Hosts is [{ IsWildcard: false } first, ..] ? ParentOf(first) : Any, Any
        }.Distinct()
        from segment in new[] { SegmentsOf(scope).First(), Any }.Distinct()
        select (host, segment);

    private static IEnumerable<string> HostsOf(PolicyScope scope) =>
        scope.Hosts.IsEmpty ? [Any] : scope.Hosts.Select(host => host.IsWildcard ? $"*.{host.Name}" : host.Name);

    private static string ParentOf(HostPattern host) => $"*.{host.Name[(host.Name.IndexOf('.', StringComparison.Ordinal) + 1)..]}";

    private static IEnumerable<string> SegmentsOf(PolicyScope scope) =>
        scope.Paths.IsEmpty ? [Any] : scope.Paths.Select(path => path.FirstSegment ?? Any).Distinct();
}
