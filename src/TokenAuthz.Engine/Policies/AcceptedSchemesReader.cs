using System.Collections.Immutable;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Engine.Keys;
using TokenAuthz.Engine.Schemes;
using TokenAuthz.Signing.Schemes;
using TokenAuthz.Signing.Verifying;

namespace TokenAuthz.Engine.Policies;

/// <summary>Reads the settings of a policy that say which tokens it accepts: <c>Scheme</c> or <c>Schemes</c>, and <c>Keys</c>.</summary>
internal sealed class AcceptedSchemesReader(SchemeReader schemes, KeyRings rings)
{
    // A wrong token costs a signature of each scheme that can read it.
    private const int MaxSchemes = 8;

    /// <summary>Reads the schemes and their keys; what is wrong is reported to the policy's section.</summary>
    /// <returns>Null when the policy asks for no token, or has mistakes.</returns>
    public AcceptedSchemes? Read(SettingsSection policy, PolicyAction action)
    {
        if (action is not PolicyAction.Check)
        {
            if (policy.Has(PolicySettings.Scheme) || policy.Has(PolicySettings.Schemes) || policy.Has(PolicySettings.Keys))
            {
                policy.RejectWithoutValue(
                    PolicySettings.Scheme, $"the action {action} looks at no token: leave out Scheme, Schemes and Keys");
            }

            return null;
        }

        var ids = policy.Read(PolicySettings.Keys);
        return ReadSchemes(policy) is { IsEmpty: false } found ? rings.For(policy, ids, found) : null;
    }

    // A used token is remembered as long as the scheme that accepted it would accept it again: not long enough for another scheme that
    // accepts the same token for longer.
    private static (Scheme First, Scheme Second)? FindReused(ImmutableArray<Scheme> schemes)
    {
        var forms = schemes.SelectMany(scheme => FormsOf(scheme).Select(form => (Scheme: scheme, Form: form))).ToList();
        foreach (var (scheme, form) in forms)
        {
            var other = forms.Find(other => other.Scheme != scheme && (form.SingleUse || other.Form.SingleUse)
                && other.Form.Message == form.Message && !EndOf(other.Form).Equals(EndOf(form)));
            if (other.Scheme is { } second) return (scheme, second);
        }

        return null;
    }

    private static ImmutableArray<SchemeDefinition> FormsOf(Scheme scheme) =>
        scheme.Definition.Forms.IsEmpty ? [scheme.Definition] : scheme.Definition.Forms;

    // What a scheme does, whatever its name.
    private static string SettingsOf(Scheme scheme) => string.Join('\0', FormsOf(scheme).SelectMany(form => SchemeSettings.All
        .Where(setting => setting.Name != nameof(SchemeDefinition.Description))
        .Select(setting => string.Join('\n', setting.Write(form)))));

    private static object EndOf(SchemeDefinition form) =>
        (form.SingleUse, form.RememberFor, form.Ttl, form.Skew, form.Symmetric, form.IssuedAhead, form.ExpiresExclusive);

    private ImmutableArray<Scheme> ReadSchemes(SettingsSection policy)
    {
        var names = policy.Read(PolicySettings.Schemes);
        if (!policy.Has(PolicySettings.Schemes))
        {
            var name = policy.Read(PolicySettings.Scheme) ?? PolicySettings.Scheme.Default!;
            return schemes.For(policy, PolicySettings.Scheme, name) is { } only ? [only] : [];
        }

        if (policy.Has(PolicySettings.Scheme)) return Reject("there is Scheme too: leave out one of the two");
        if (names.Length is 0 or > MaxSchemes) return Reject($"there are {names.Length} schemes: list 1 to {MaxSchemes}");
        var found = names.Select(name => schemes.For(policy, PolicySettings.Schemes, name)).OfType<Scheme>().ToImmutableArray();
        if (found.GroupBy(SettingsOf, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } same)
        {
            return Reject(
                $"the scheme {same.First().Name} is there twice, the second time as {same.ElementAt(1).Name}, which would never be " +
                    "reached: leave it out");
        }

        if (FindReused(found) is var (first, second))
        {
            return Reject(
                $"{first.Name} and {second.Name} sign the same message, so that a token of SingleUse could be used in each: give them " +
                    "the same SingleUse, RememberFor, Ttl, Skew, Symmetric, IssuedAhead and ExpiresExclusive");
        }

        return found.Length < names.Length ? [] : found;

        ImmutableArray<Scheme> Reject(string message)
        {
            policy.RejectWithoutValue(PolicySettings.Schemes, message);
            return [];
        }
    }
}
