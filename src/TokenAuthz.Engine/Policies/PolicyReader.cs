using System.Collections.Immutable;
using System.Text;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Signing;
using TokenAuthz.Signing.Verifying;

namespace TokenAuthz.Engine.Policies;

/// <summary>
/// Reads the list <c>Policies</c>. Without one, there is a policy named <c>default</c> that checks every request by the default scheme.
/// </summary>
internal sealed class PolicyReader(SettingsSection root, AcceptedSchemesReader accepted, string owner = "")
{
    private const string DefaultName = "default";

    // Thousands of policies share the few answers that are set.
    private readonly Dictionary<string, DenyResponses> _denyResponses = new(StringComparer.Ordinal);

    /// <summary>Reports to its section what a policy may not be.</summary>
    public Action<SettingsSection, Policy> Check { get; init; } = static (_, _) => { };

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
        var accepts = accepted.Read(entry, action);
        if (accepts?.HasCredentialIn(RequestId.Header) is true)
            entry.RejectWithoutValue(PolicySettings.Scheme, $"a token in {RequestId.Header} would be logged: use another header");
        var (handshake, verifyToken) = ReadHandshake(entry, action, accepts);
        var policy = new Policy
        {
            Name = owner.Length == 0 ? name : $"{owner}/{name}",
            Action = action,
            Mode = ReadMode(entry, accepts),
            AllowsPreflight = entry.Read(PolicySettings.AllowPreflight),
            Scope = new(entry.Read(PolicySettings.Hosts), entry.Read(PolicySettings.Paths), entry.Read(PolicySettings.Methods)),
            Accepts = accepts,
            ListsKeys = entry.Has(PolicySettings.Keys),
            Handshake = handshake,
            VerifyToken = verifyToken,
            DenyResponses = ReadDenyResponses(entry, accepts),
        };
        Check(entry, policy);
        return action is PolicyAction.Check && accepts is null ? null : policy;
    }

    private static PolicyMode ReadMode(SettingsSection entry, AcceptedSchemes? accepts)
    {
        var mode = entry.Read(PolicySettings.Mode);
        if (mode is not PolicyMode.Optional) return mode;
        var action = entry.Read(PolicySettings.Action);
        if (action is not PolicyAction.Check)
            entry.Reject(PolicySettings.Mode, $"the action {action} looks at no token: leave this out");
        if (accepts is { TellsMissingTokens: false })
        {
            entry.Reject(
                PolicySettings.Mode,
                $"a token of {accepts.Names} is in the path or in the body, where a missing token cannot be told from a wrong one: leave " +
                    "this out, and let another policy allow the requests that need no token");
        }

        return mode;
    }

    private static (HandshakeMode Mode, byte[] VerifyToken) ReadHandshake(
        SettingsSection entry, PolicyAction action, AcceptedSchemes? accepts)
    {
        var mode = entry.Read(PolicySettings.Handshake);
        var token = entry.Read(PolicySettings.VerifyToken);
        if (accepts is null && action is PolicyAction.Check) return default;
        var handled = accepts?.All.Where(one => mode is not HandshakeMode.Deny && !one.Scheme.Definition.Handshakes.IsEmpty).ToList() ?? [];
        var needing = handled.Find(one => one.Scheme.NeedsVerifyToken);
        if (mode is not HandshakeMode.Deny && handled.Count == 0)
            entry.Reject(
                PolicySettings.Handshake,
                $"{accepts?.Names ?? "what asks for no token"} has no handshake: leave this out, or add one to the scheme's Handshakes");
        else if (needing is not null && token is null)
            entry.RejectWithoutValue(
                PolicySettings.VerifyToken,
                $"a handshake of the scheme {needing.Name} needs the text that you told its sender: set it here");
        else if (token is not null && needing is null)
            entry.RejectWithoutValue(
                PolicySettings.VerifyToken, "this has no effect without a Handshake that has such a text: leave it out, or set Handshake");
        return (mode, token is null ? [] : Encoding.UTF8.GetBytes(token));
    }

    private DenyResponses ReadDenyResponses(SettingsSection entry, AcceptedSchemes? accepts)
    {
        var body = entry.Read(PolicySettings.DenyBody);
        var statuses = DenyReasons.All
            .Select(reason => (reason, Status: entry.Read(PolicySettings.DenyStatuses[reason])))
            .Where(row => row.Status is not null)
            .ToDictionary(row => row.reason, row => row.Status!.Value);
        var headers = DenyHeaders.Read(entry);
        string[] names = [.. (accepts?.All ?? []).SelectMany(one => one.Scheme.AuthenticationSchemes)];
        var key = $"{body} {string.Join(' ', statuses)} {string.Join('\n', headers)} {string.Join(' ', names)}";
        if (!_denyResponses.TryGetValue(key, out var responses)) _denyResponses[key] = responses = new(body, statuses, headers, names);
        return responses;
    }
}
