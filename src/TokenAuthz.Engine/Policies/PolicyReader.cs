using System.Collections.Immutable;
using System.Text;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Engine.Keys;
using TokenAuthz.Engine.Schemes;
using TokenAuthz.Signing;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Schemes;

namespace TokenAuthz.Engine.Policies;

/// <summary>
/// Reads the list <c>Policies</c>. Without one, there is a policy named <c>default</c> that checks every request by the default scheme.
/// </summary>
internal sealed class PolicyReader(SettingsSection root, SchemeReader schemes, KeyRings rings)
{
    private const string DefaultName = "default";

    // Thousands of policies share the few answers that are set.
    private readonly Dictionary<string, DenyResponses> _denyResponses = new(StringComparer.Ordinal);

    /// <summary>Reads every policy in the order written; what is wrong is reported to its section.</summary>
    public ImmutableArray<Policy> Read()
    {
        var entries = root.Read(PolicySettings.All);

        // The section of an empty list has no settings, so that every one has its default.
        if (entries.IsEmpty) return ReadPolicy(root.Section(PolicySettings.All.Path), DefaultName) is { } policy ? [policy] : [];

        var names = new HashSet<string>(StringComparer.Ordinal);
        return [.. entries.Select(entry => ReadPolicy(entry, ReadName(entry, names))).OfType<Policy>()];
    }

    private static string ReadName(SettingsSection entry, HashSet<string> names)
    {
        var name = entry.Read(PolicySettings.Name);
        if (!entry.Has(PolicySettings.Name))
            entry.RejectWithoutValue(PolicySettings.Name, "a policy needs a Name, by which metrics and answers show it");
        else if (name is not null && !names.Add(name))
            entry.Reject(PolicySettings.Name, "another policy has this name already");
        return name ?? "";
    }

    private Policy? ReadPolicy(SettingsSection entry, string name)
    {
        var action = entry.Read(PolicySettings.Action);
        if (action is not PolicyAction.Check && (entry.Has(PolicySettings.Scheme) || entry.Has(PolicySettings.Keys)))
            entry.RejectWithoutValue(PolicySettings.Scheme, $"the action {action} looks at no token: leave out Scheme and Keys");

        var scheme = action is PolicyAction.Check ? schemes.For(entry) : null;
        var keys = scheme is null ? null : rings.For(entry, entry.Read(PolicySettings.Keys), scheme);
        if (keys is not null) RejectUnnamed(entry, scheme!, keys);
        var (handshake, verifyToken) = ReadHandshake(entry, scheme);
        var policy = new Policy
        {
            Name = name,
            Action = action,
            Mode = entry.Read(PolicySettings.Mode),
            AllowsPreflight = entry.Read(PolicySettings.AllowPreflight),
            Scope = new(entry.Read(PolicySettings.Hosts), entry.Read(PolicySettings.Paths), entry.Read(PolicySettings.Methods)),
            Scheme = scheme,
            Keys = keys,
            Handshake = handshake,
            VerifyToken = verifyToken,
            DenyResponses = ReadDenyResponses(entry),
        };
        return action is PolicyAction.Check && keys is null ? null : policy;
    }

    // A key whose id cannot be written in a token can neither sign nor be found.
    private static void RejectUnnamed(SettingsSection entry, Scheme scheme, KeyRing keys)
    {
        foreach (var key in keys.Keys)
        {
            if (!scheme.CanName(key.Id, out var obstacle))
                entry.RejectWithoutValue(
                    PolicySettings.Keys,
                    $"a token of the scheme {scheme.Name} cannot name the key {key.Id}, because of '{obstacle}': rename the key, or " +
                        "list the other keys of this policy in Keys");
        }
    }

    private static (HandshakeMode Mode, byte[] VerifyToken) ReadHandshake(SettingsSection entry, Scheme? scheme)
    {
        var mode = entry.Read(PolicySettings.Handshake);
        var token = entry.Read(PolicySettings.VerifyToken);
        if (scheme is null && entry.Read(PolicySettings.Action) is PolicyAction.Check) return default;
        var handled = mode is HandshakeMode.Deny ? null : scheme;
        if (mode is not HandshakeMode.Deny && handled is not { Definition.Handshakes.IsEmpty: false })
            entry.Reject(
                PolicySettings.Handshake,
                $"{scheme?.Name ?? "what asks for no token"} has no handshake: leave this out, or add one to the scheme's Handshakes");
        else if (handled is { NeedsVerifyToken: true } && token is null)
            entry.RejectWithoutValue(
                PolicySettings.VerifyToken,
                $"a handshake of the scheme {handled.Name} needs the text that you told its sender: set it here");
        else if (token is not null && handled is not { NeedsVerifyToken: true })
            entry.RejectWithoutValue(
                PolicySettings.VerifyToken, "this has no effect without a Handshake that has such a text: leave it out, or set Handshake");
        return (mode, token is null ? [] : Encoding.UTF8.GetBytes(token));
    }

    private DenyResponses ReadDenyResponses(SettingsSection entry)
    {
        var body = entry.Read(PolicySettings.DenyBody);
        var statuses = DenyReasons.All
            .Select(reason => (reason, Status: entry.Read(PolicySettings.DenyStatuses[reason])))
            .Where(row => row.Status is not null)
            .ToDictionary(row => row.reason, row => row.Status!.Value);
        var key = $"{body} {string.Join(' ', statuses)}";
        if (!_denyResponses.TryGetValue(key, out var responses)) _denyResponses[key] = responses = new(body, statuses);
        return responses;
    }
}
