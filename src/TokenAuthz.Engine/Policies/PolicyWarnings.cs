using System.Collections.Immutable;
using TokenAuthz.Signing.Keys;

namespace TokenAuthz.Engine.Policies;

/// <summary>
/// Finds policies that load and probably do not do what their author means. A warning is raised only where no configuration means it so.
/// </summary>
/// <param name="policies">Every policy, in the order in which they are tried.</param>
/// <param name="listeners">The policies that each listener serves, and whether a route of its gateway can name one of them.</param>
internal sealed class PolicyWarnings(
    ImmutableArray<Policy> policies, ImmutableArray<(bool CanNamePolicy, ImmutableArray<Policy> Served)> listeners)
{
    // Thousands of policies may have one mistake.
    private const int MaxOfAKind = 10;

    /// <summary>Every warning.</summary>
    public IEnumerable<string> All => [.. AtMost(Unreachable()), .. AtMost(Opening()), .. AtMost(WithOthersKeys())];

    // What stays out of reach on every listener. A gateway's route may name a policy that no request would reach by itself.
    private IEnumerable<string> Unreachable()
    {
        var tables = listeners.Select(listener => (
            Names: listener.Served.Select(policy => policy.Name).ToHashSet(StringComparer.Ordinal),
            Covered: listener.CanNamePolicy ? [] : CoveredPolicies.In(listener.Served))).ToList();
        foreach (var name in policies.Select(policy => policy.Name))
        {
            var serving = tables.FindAll(table => table.Names.Contains(name));
            if (serving.Count == 0)
                yield return $"policy {name}: no listener serves it: name it in the Policies of one, or remove it";
            else if (serving.TrueForAll(table => table.Covered.ContainsKey(name)))
                yield return $"policy {name}: it never decides, because the policy {serving[0].Covered[name]} in front of it covers every "
                    + "request that it covers: move it in front of that one, or remove it";
        }
    }

    // An application may read /INTERNAL as the /internal that another policy guards.
    private IEnumerable<string> Opening()
    {
        foreach (var (_, served) in listeners)
        {
            if (served.FirstOrDefault(policy => policy.Scope.IsEverything) is not { } open || !Opens(open)) continue;
            if (served.TakeWhile(policy => policy != open).FirstOrDefault(Guards) is not { } guarding) continue;
            var how = open.Action is PolicyAction.Allow ? $"Action {open.Action}" : $"Mode {open.Mode}";
            yield return $"policy {open.Name}: with the {how} it opens every path that " +
                "no policy in front of it covers, also another spelling of "
                + $"what the policy {guarding.Name} guards: list what it opens in Paths, and end the list with a Check of everything";
        }
    }

    // A policy without Keys accepts the keys of every tenant.
    private IEnumerable<string> WithOthersKeys()
    {
        var own =
            policies.Where(policy => policy.ListsKeys).SelectMany(policy => KeysOf(policy).Select(key => (key.Id, policy.Name))).Distinct()
                .GroupBy(row => row.Id, row => row.Name, StringComparer.Ordinal).Where(group => group.Count() == 1)
                .ToDictionary(group => group.Key, group => group.Single(), StringComparer.Ordinal);
        if (own.Count == 0) yield break;
        foreach (var policy in policies.Where(policy => policy is { Accepts: not null, ListsKeys: false }))
        {
            if (KeysOf(policy).FirstOrDefault(key => own.ContainsKey(key.Id)) is not { } key) continue;
            yield return $"policy {policy.Name}: it lists no Keys, so that tokens of " +
                $"the key {key.Id}, which the policy {own[key.Id]} lists, open "
                + "it too: list its own Keys";
        }
    }

    private static IEnumerable<Key> KeysOf(Policy policy) => policy.Accepts?.All.SelectMany(one => one.Keys.Keys) ?? [];

    private static bool Opens(Policy policy) =>
        policy.Action is PolicyAction.Allow || (policy.Action is PolicyAction.Check && policy.Mode is not PolicyMode.Enforce);

    private static bool Guards(Policy policy) =>
        policy is { Action: PolicyAction.Check or PolicyAction.Deny, Mode: PolicyMode.Enforce, Scope.Paths.IsEmpty: false };

    private static List<string> AtMost(IEnumerable<string> warnings)
    {
        var all = warnings.Distinct(StringComparer.Ordinal).ToList();
        var more = all.Count - MaxOfAKind;
        return more <= 0 ? all : [.. all.Take(MaxOfAKind), $"there are {more} more warnings like the last one"];
    }
}
