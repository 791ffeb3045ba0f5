using System.Collections.Immutable;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Engine.Keys;
using TokenAuthz.Engine.Policies;
using TokenAuthz.Engine.Schemes;

namespace TokenAuthz.Engine.Snapshots;

/// <summary>
/// Reads keys, schemes and policies once, and makes the snapshot by which listeners decide. Errors are reported to their section.
/// </summary>
internal sealed class SnapshotReader
{
    private readonly KeyRings _rings;
    private readonly KeyInspection _inspection;
    private readonly ImmutableArray<Policy> _policies;

    /// <param name="root">The section that all settings stand in.</param>
    /// <param name="source">Says whether weak keys are refused.</param>
    /// <param name="files">Remembers the key files as they were read: a change of one is a reason to read again.</param>
    /// <param name="now">Tells which keys have ended.</param>
    public SnapshotReader(SettingsSection root, ConfigurationSource source, WatchedFiles files, DateTimeOffset now)
    {
        _inspection = new(WeakKeysIn(root, source));
        _rings = new(new KeyReader(root, files, _inspection, source.IsDevelopment, now).Read(), _inspection);
        _policies = new PolicyReader(root, new(new SchemeReader(root), _rings)).Read();
    }

    /// <summary>Reports the policies that a listener names and cannot serve.</summary>
    public void Check(ListenerBinding listener) => ServedBy(listener);

    /// <summary>Makes the snapshot of some listeners.</summary>
    public Snapshot Bind(ImmutableArray<ListenerBinding> listeners, OnAllowSettings onAllow) => new(
        _rings.Keys,
        _policies,
        listeners.ToDictionary(listener => listener.Name, listener => new PolicyTable(ServedBy(listener)), StringComparer.Ordinal),
        onAllow,
        _inspection.Warnings);

    private static WeakKeys WeakKeysIn(SettingsSection root, ConfigurationSource source)
    {
        if (root.Read(KeySettings.AllowWeakKeys) || source.IsDevelopment) return WeakKeys.Allow;
        return source.IsServed ? WeakKeys.Refuse : WeakKeys.Warn;
    }

    private ImmutableArray<Policy> ServedBy(ListenerBinding listener)
    {
        foreach (var unknown in listener.Policies.Where(name => !_policies.Any(policy => policy.Name == name)))
        {
            var suggestion = Suggestion.For(unknown, [.. _policies.Select(policy => policy.Name)]);
            Reject($"there is no policy {unknown}, which the listener {listener.Name} serves; "
                + $"{suggestion}it has to be in TokenAuthz:Policies");
        }

        var served = _policies.Where(policy => listener.Policies.IsEmpty || listener.Policies.Contains(policy.Name)).ToImmutableArray();
        foreach (var policy in served)
        {
            if (policy.NeedsBody && !listener.HasBody)
            {
                var what = policy.Accepts is { SignsBody: true } ? "a signature of the body" : "the bodies of handshakes";
                Reject($"the policy {policy.Name} checks {what}, which the gateways of this kind of listener cannot send: "
                    + "have Envoy ask (with_request_body), Traefik (forwardBody) or APISIX (request_method), "
                    + "or list the policies that the listener can serve");
            }

            if (policy.Accepts is { NeedsClientAddress: true } && !listener.KnowsClientAddress)
            {
                Reject($"the policy {policy.Name} checks the client's address, which this listener does not know: set its "
                    + "ClientAddressHeader to one that the gateway always writes, or list the policies that it can serve");
            }
        }

        return
        [
            .. served.DistinctBy(policy => policy.Name, StringComparer.Ordinal)
                .Select(policy => listener.CanAnswer ? policy : policy.WithoutAnswers()),
        ];

        void Reject(string message) => listener.Settings.RejectWithoutValue("Policies", message);
    }
}
