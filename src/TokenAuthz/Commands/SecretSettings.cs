using TokenAuthz.Configuration;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Engine.Hosting;

namespace TokenAuthz.Commands;

/// <summary>Finds secrets on the command line, which every user of the machine can read.</summary>
internal static class SecretSettings
{
    private const string Prefix = $"--{SettingsSection.Root}:";

    private static readonly SettingsTree Known = HostConfiguration.Known<ServiceSettings>();

    /// <summary>The setting of a token of the command line that holds a secret; null when it holds none.</summary>
    /// <param name="token">Such as <c>--TokenAuthz:Secret=VALUE</c>.</param>
    public static string? In(string token) =>
        token.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
        && token.Split('=', 2) is [var name, var value]
        && Known.At(name[Prefix.Length..])?.Setting?.IsSecret(value) is true
            ? name["--".Length..]
            : null;
}
