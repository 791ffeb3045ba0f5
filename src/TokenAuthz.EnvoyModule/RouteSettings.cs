using System.Collections.Immutable;
using System.Runtime.InteropServices;
using TokenAuthz.Engine.Configuration;

namespace TokenAuthz.EnvoyModule;

/// <summary>The settings of a route, a virtual host or a route table for its requests.</summary>
/// <param name="Policy">The policy that decides, whatever requests it matches; null for the first that matches the request.</param>
/// <param name="Checks">False if requests pass without a check.</param>
internal sealed record RouteSettings(string? Policy, bool Checks)
{
    private static readonly Setting<string?> PolicyName = Setting.Name("Policy", "The policy that decides, whatever requests it matches.");
    private static readonly Setting<bool> Check = Setting.Bool(
        "Check", "Set to `false` to let requests pass without a check.", whenAbsent: true);
    private static readonly SettingsTree Known = SettingsTree.Of([PolicyName, Check]);

    // Most configurations have no settings of routes, and asking Envoy for them costs a tenth of the check.
    private static volatile bool s_exist;

    /// <summary>Keeps the settings of a route.</summary>
    /// <returns>A handle, which Envoy keeps with the route.</returns>
    public static nint HandleOf(RouteSettings settings)
    {
        s_exist = true;
        return GCHandle.ToIntPtr(GCHandle.Alloc(settings));
    }

    /// <summary>The settings of a request's route; null when there are none.</summary>
    public static RouteSettings? Of(nint stream) =>
        s_exist && EnvoyAbi.GetRouteSettings(stream) is not 0 and var handle
            ? (RouteSettings)GCHandle.FromIntPtr(handle).Target!
            : null;

    /// <summary>Reads <c>{"TokenAuthz": {"Policy": "video"}}</c> or <c>{"TokenAuthz": {"Check": false}}</c>.</summary>
    /// <exception cref="ConfigurationException">The text is neither.</exception>
    public static RouteSettings Read(string json)
    {
        var errors = ImmutableArray.CreateBuilder<ConfigurationError>();
        var section = SettingsSection.Of(SettingsOf(json), SettingsSection.Root, errors);
        var settings = new RouteSettings(section.Read(PolicyName), section.Read(Check));
        if (section.Has(PolicyName) == section.Has(Check))
            section.RejectWithoutValue(PolicyName, "a route names a Policy, or sets Check to false");
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
