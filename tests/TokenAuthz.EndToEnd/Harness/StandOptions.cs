using System.Collections.Immutable;

namespace TokenAuthz.EndToEnd.Harness;

/// <summary>The configuration of a stand.</summary>
/// <param name="Way">How Envoy asks.</param>
/// <param name="Settings">The settings of the service, or of the check inside: <c>OnAllow:KeyId=true</c>.</param>
internal sealed record StandOptions(Way Way, params ImmutableArray<string> Settings)
{
    /// <summary>Whether Envoy normalizes paths and merges slashes before it asks.</summary>
    public bool IsNormalizing { get; init; }

    /// <summary>Whether Envoy lets a request pass when the service answers with a 5xx or not at all.</summary>
    public bool IsFailingOpen { get; init; }

    /// <summary>Changes Envoy's configuration.</summary>
    public Func<EnvoyFile, EnvoyFile> Configure { get; init; } = file => file;

    /// <summary>Variables for the environment of what checks: of the service, or of Envoy with the check inside.</summary>
    public ImmutableArray<(string Name, string Value)> Environment { get; init; } = [];

    /// <summary>Applies the options to a configuration of Envoy.</summary>
    public EnvoyFile Apply(EnvoyFile file)
    {
        if (IsNormalizing) file = file.Normalizing();
        if (IsFailingOpen) file = file.FailingOpen();
        return Configure(file);
    }
}
