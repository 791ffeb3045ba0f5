using System.Collections.Immutable;
using System.Text;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Engine.Keys;
using TokenAuthz.Engine.Schemes;
using TokenAuthz.Signing;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Requests;
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
        var entries = root.List("Policies");

        // The section of an empty list has no settings, so that every one has its default.
        if (entries.IsEmpty) return ReadPolicy(root.Section("Policies"), DefaultName) is { } policy ? [policy] : [];

        var names = new HashSet<string>(StringComparer.Ordinal);
        return [.. entries.Select(entry => ReadPolicy(entry, ReadName(entry, names))).OfType<Policy>()];
    }

    private static string ReadName(SettingsSection entry, HashSet<string> names)
    {
        var name = entry.Name("Name");
        if (!entry.Has("Name")) entry.RejectWithoutValue("Name", "a policy needs a Name, by which metrics and answers show it");
        else if (name is not null && !names.Add(name)) entry.Reject("Name", "another policy has this name already");
        return name ?? "";
    }

    private Policy? ReadPolicy(SettingsSection entry, string name)
    {
        var action = entry.Choice("Action", PolicyAction.Check);
        if (action is not PolicyAction.Check && (entry.Has("Scheme") || entry.Has("Keys")))
            entry.RejectWithoutValue("Scheme", $"the action {action} looks at no token: leave out Scheme and Keys");

        var scheme = action is PolicyAction.Check ? schemes.For(entry) : null;
        var keys = scheme is null ? null : rings.For(entry, scheme.Definition.KeyEncoding);
        if (keys is not null) RejectUnnamed(entry, scheme!, keys);
        var policy = new Policy
        {
            Name = name,
            Action = action,
            Mode = entry.Choice("Mode", PolicyMode.Enforce),
            AllowsPreflight = entry.Flag("AllowPreflight"),
            Scope = ReadScope(entry),
            Scheme = scheme,
            Keys = keys,
            DenyResponses = ReadDenyResponses(entry.Section("Deny")),
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
                    "Keys",
                    $"a token of the scheme {scheme.Name} cannot name the key {key.Id}, because of '{obstacle}': rename the key, or " +
                        "list the other keys of this policy in Keys");
        }
    }

    private static PolicyScope ReadScope(SettingsSection entry) => new(
        ReadPatterns(entry, "Hosts", HostPattern.Parse),
        ReadPatterns(entry, "Paths", PathPattern.Parse),
        ReadPatterns(entry, "Methods", ParseMethod));

    private static ImmutableArray<T> ReadPatterns<T>(SettingsSection entry, string name, Func<string, T> parse)
    {
        var patterns = ImmutableArray.CreateBuilder<T>();
        foreach (var text in entry.Texts(name))
        {
            try
            {
                patterns.Add(parse(text));
            }
            catch (FormatException e)
            {
                entry.RejectWithoutValue(name, $"'{text}': {e.Message}");
            }
        }

        return patterns.ToImmutable();
    }

    // RFC 9110, section 9.1: methods are case-sensitive, and the registered ones are in upper case.
    private static byte[] ParseMethod(string text) =>
        HeaderName.IsToken(text) && !text.Any(char.IsAsciiLetterLower)
            ? Encoding.ASCII.GetBytes(text)
            : throw new FormatException("write a method in upper case, such as GET");

    private DenyResponses ReadDenyResponses(SettingsSection settings)
    {
        var body = settings.Choice("Body", DenyBody.Text);
        var section = settings.Section("Statuses");
        var statuses = DenyReasons.All
            .Where(reason => section.Has(reason.Code()))
            .ToDictionary(reason => reason, reason => section.Number(reason.Code(), DenyResponses.DefaultStatus, 400, 499));
        var key = $"{body} {string.Join(' ', statuses)}";
        if (!_denyResponses.TryGetValue(key, out var responses)) _denyResponses[key] = responses = new(body, statuses);
        return responses;
    }
}
