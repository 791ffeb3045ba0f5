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

/// <summary>Reads the list <c>Policies</c>; without one, a policy named <c>default</c> that checks everything by the default scheme.</summary>
internal sealed class PolicyReader(SettingsSection root, SchemeReader schemes, KeyRings rings)
{
    private const string DefaultName = "default";

    // Thousands of policies differ in few ways of answering.
    private readonly Dictionary<string, DenyResponses> _answers = new(StringComparer.Ordinal);

    /// <summary>Reads every policy in the order written; what is wrong is reported to its section.</summary>
    public ImmutableArray<Policy> Read()
    {
        var entries = root.List("Policies");

        // The section has no settings then, so that all of them have their defaults.
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
            Denials = ReadDenials(entry.Section("Deny")),
        };
        return action is PolicyAction.Check && keys is null ? null : policy;
    }

    // No token could be made of such a key, nor read.
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

    // RFC 9110, section 9.1: methods are case-sensitive, and those that exist are in upper case.
    private static byte[] ParseMethod(string text) =>
        HeaderName.IsToken(text) && !text.Any(char.IsAsciiLetterLower) ? Encoding.ASCII.GetBytes(text) : throw new FormatException("write a method in upper case, such as GET");

    private DenyResponses ReadDenials(SettingsSection settings)
    {
        var body = settings.Choice("Body", DenyBody.Text);
        var statuses = settings.Section("Statuses");
        var set = DenyReasons.All.Where(reason => statuses.Has(reason.Code())).ToDictionary(reason => reason, reason => statuses.Number(reason.Code(), DenyResponses.DefaultStatus, 400, 499));
        var key = $"{body} {string.Join(' ', set)}";
        if (!_answers.TryGetValue(key, out var answers)) _answers[key] = answers = new(body, set);
        return answers;
    }
}
