using System.Collections.Immutable;
using System.Runtime.InteropServices;
using TokenAuthz.Engine.Configuration;

namespace TokenAuthz.EnvoyModule;

/// <summary>What a route, a virtual host or a route table sets for its requests.</summary>
/// <param name="Policy">The policy that decides, whatever it covers; null for the first that covers the request.</param>
/// <param name="Checks">False to let pass without a check.</param>
internal sealed record RouteSettings(string? Policy, bool Checks)
{
    private static readonly Setting<string?> PolicyName = Setting.Name("Policy", "The policy that decides, whatever it covers.");
    private static readonly Setting<bool> Check = Setting.Bool("Check", "Set to `false` to let requests pass without a check.", whenAbsent: true);
    private static readonly SettingsTree Known = SettingsTree.Of([PolicyName, Check]);

    // Most configurations set nothing at a route, and a look at each costs a tenth of the check.
    private static volatile bool s_areSome;

    /// <summary>Keeps the settings of a route.</summary>
    /// <returns>A handle, by which Envoy knows them.</returns>
    public static nint HandleOf(RouteSettings settings)
    {
        s_areSome = true;
        return GCHandle.ToIntPtr(GCHandle.Alloc(settings));
    }

    /// <summary>What the route of a request sets; null when that is nothing.</summary>
    public static RouteSettings? Of(nint stream) =>
        s_areSome && EnvoyAbi.GetRouteSettings(stream) is not 0 and var handle ? (RouteSettings)GCHandle.FromIntPtr(handle).Target! : null;

    /// <summary>Reads <c>{"TokenAuthz": {"Policy": "video"}}</c> or <c>{"TokenAuthz": {"Check": false}}</c>.</summary>
    /// <exception cref="ConfigurationException">It is neither.</exception>
    public static RouteSettings Read(string json)
    {
        var errors = ImmutableArray.CreateBuilder<ConfigurationError>();
        var section = SettingsSection.Of(SettingsOf(json), SettingsSection.Root, errors);
        var settings = new RouteSettings(section.Read(PolicyName), section.Read(Check));
        if (section.Has(PolicyName) == section.Has(Check)) section.RejectWithoutValue(PolicyName, "a route names a Policy, or sets Check to false");
        section.RejectUnknown(Known);
        return errors.Count == 0 ? settings : throw new ConfigurationException(errors.ToImmutable());
    }

    private static IEnumerable<KeyValuePair<string, string?>> SettingsOf(string json)
    {
        try
        {
            return JsonSettings.Read(json);
        }
        catch (InvalidDataException e)
        {
            throw new ConfigurationException([new(SettingsSection.Root, null, e.Message)]);
        }
    }
}
