using System.CommandLine;
using System.Diagnostics;
using TokenAuthz.Configuration;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Engine.Hosting;
using TokenAuthz.Engine.Policies;
using TokenAuthz.Listeners;
using TokenAuthz.Tls;

namespace TokenAuthz.Commands;

/// <summary><c>token-authz check-config</c>: reads the configuration as the service would, and says what it found.</summary>
internal static class CheckConfigCommand
{
    private const int MaxPolicies = 20;

    public static Command Create() => TokenAuthzCommand.Complete(new("check-config", "Read the configuration and say what is in it, or everything that is wrong with it."), RunAsync);

    private static async Task<int> RunAsync(ConfigurationSource source, ParseResult line, CancellationToken cancellation)
    {
        var configuration = HostConfiguration.Load(source, ServiceSettings.Read, TimeProvider.System);
        var (settings, snapshot) = (configuration.Settings, configuration.Engine.Snapshot);
        await Console.Out.WriteLineAsync($"""
            The configuration is valid.
              keys       {string.Join(", ", snapshot.Keys)}
              policies   {string.Join(", ", snapshot.Policies.Take(MaxPolicies).Select(Describe))}{(snapshot.Policies.Length > MaxPolicies ? $" and {snapshot.Policies.Length - MaxPolicies} more" : "")}
              listeners  {string.Join(", ", settings.Listeners.Select(Describe))}
              admin      {settings.Admin.Address}{Describe(settings.Admin.Tls)}
            """);
        foreach (var warning in snapshot.Warnings) await Console.Out.WriteLineAsync($"  warning    {warning}");
        return 0;
    }

    private static string Describe(ListenerSettings listener) =>
        $"{listener.Name} {listener.Address}{Describe(listener.Tls)}"
        + (listener.Kind.IsForwarded && listener.TrustedProxies is { IsEmpty: true } ? " (denies all: set TrustedProxies)" : "");

    private static string Describe(TlsIdentity? tls) =>
        tls is null ? "" : $" (certificate valid until {tls.Certificate.NotAfter.ToUniversalTime():u})";

    private static string Describe(Policy policy) => policy.Action switch
    {
        PolicyAction.Check when policy.Mode is PolicyMode.Shadow => $"{policy.Name} (shadow, {policy.Scheme!.Name})",
        PolicyAction.Check => $"{policy.Name} ({policy.Scheme!.Name})",
        PolicyAction.Allow or PolicyAction.Deny => $"{policy.Name} ({policy.Action})",
        _ => throw new UnreachableException(),
    };
}
