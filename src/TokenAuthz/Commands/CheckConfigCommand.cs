using System.CommandLine;
using System.Diagnostics;
using TokenAuthz.Configuration;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Engine.Hosting;
using TokenAuthz.Engine.Policies;
using TokenAuthz.Listeners;
using TokenAuthz.Observability;
using TokenAuthz.Signing.Schemes;
using TokenAuthz.Signing.Verifying;
using TokenAuthz.Tls;

namespace TokenAuthz.Commands;

/// <summary>
/// <c>token-authz check-config</c>: reads the configuration as the service does, and prints what is in it; or asks a running service.
/// </summary>
internal static class CheckConfigCommand
{
    private static readonly Option<string?> RunningOption = new("--running")
    {
        Description = "Ask a running service, by its admin port such as http://localhost:8081, which configuration it has in force. Exit " +
            "code 0 when it is that of its files; 1 when they do not load, a setting waits for a restart, or the service does not answer.",
        HelpName = "URL",
    };

    private static readonly Option<string?> UnitOption = new("--unit")
    {
        Description =
            "Check one configuration unit within its grant: its name, or its file or folder. Of the configuration only the file is " +
                "read, without the keys and the other units.",
        HelpName = "NAME",
    };

    public static Command Create()
    {
        var command = new Command("check-config", "Read the configuration and say what is in it, or everything that is wrong with it.");
        command.Options.Add(RunningOption);
        command.Options.Add(UnitOption);
        ClientCertificateOptions.AddTo(command);
        return TokenAuthzCommand.Complete(command, RunAsync);
    }

    private static async Task<int> RunAsync(ConfigurationSource source, ParseResult line, CancellationToken cancellation)
    {
        if (line.GetValue(UnitOption) is { } unit) return await UnitConfiguration.CheckAsync(source, unit);
        if (line.GetValue(RunningOption) is not { } url) return await CheckAsync(source);
        using var certificate = ClientCertificateOptions.Read(line);
        using var client = AdminClient.Create(certificate);
        return await RunningConfiguration.ShowAsync(client, AdminClient.Parse(RunningOption.Name, url), cancellation);
    }

    private static async Task<int> CheckAsync(ConfigurationSource source)
    {
        var configuration = HostConfiguration.Load(source, ServiceSettings.Read, TimeProvider.System);
        var (settings, snapshot) = (configuration.Settings, configuration.Engine.Snapshot);
        await Console.Out.WriteLineAsync($"""
            The configuration is valid.
              keys       {ListText.Of([.. snapshot.Keys.Select(KeyStatus.Of)])}
              policies   {ListText.Of([.. snapshot.Policies.Select(Describe)])}
              listeners  {string.Join(", ", settings.Listeners.Select(Describe))}
              admin      {settings.Admin.Address}{Describe(settings.Admin.Tls)}
            """);
        foreach (var warning in snapshot.Warnings) await Console.Out.WriteLineAsync($"  warning    {warning}");
        return await UnitConfiguration.ShowAsync(configuration.State);
    }

    private static string Describe(ListenerSettings listener) =>
        $"{listener.Name} {listener.Url}{Describe(listener.Tls)}"
        + (listener.Kind.IsForwarded && listener.TrustedProxies is { IsEmpty: true } ? " (denies all: set TrustedProxies)" : "");

    private static string Describe(TlsIdentity? tls) =>
        tls is null ? "" : $" (certificate valid until {tls.Certificate.NotAfter.ToUniversalTime():u})";

    public static string Describe(Policy policy) => policy.Action switch
    {
        PolicyAction.Check when policy.Mode is PolicyMode.Shadow => $"{policy.Name} (shadow, {Describe(policy.Accepts!)})",
        PolicyAction.Check when policy.Mode is PolicyMode.Optional => $"{policy.Name} (optional, {Describe(policy.Accepts!)})",
        PolicyAction.Check => $"{policy.Name} ({Describe(policy.Accepts!)})",
        PolicyAction.Allow or PolicyAction.Deny => $"{policy.Name} ({policy.Action})",
        _ => throw new UnreachableException(),
    };

    // Two messages with one SHA-1 can be made, so that a signature with it is worth less than its key says.
    private static string Describe(AcceptedSchemes accepts) => string.Join(" or ", accepts.All.Select(one => Describe(one.Scheme)));

    private static string Describe(Scheme scheme) => scheme.HasSha1Signatures() ? $"{scheme.Name}, SHA-1" : scheme.Name;
}
