using System.Collections.Immutable;
using TokenAuthz.Engine.Configuration;

namespace TokenAuthz.Tls;

/// <summary>The settings of a port's TLS.</summary>
internal static class TlsSettings
{
    /// <summary>The section.</summary>
    public const string Section = "Tls";

    private static readonly Setting<string?> Certificate = Setting.Text(
        $"{Section}:Certificate",
        "The file of the certificate in PEM, the server's own first, then the intermediate ones. The service reads it again when it " +
            "changes.");

    private static readonly Setting<string?> Key = Setting.Text($"{Section}:Key", "The file of the certificate's private key in PEM.");

    private static readonly Setting<string?> ClientCa = Setting.Text(
        $"{Section}:ClientCa", "The file of the authorities in PEM whose clients alone may connect.") with
    { DefaultNote = "every client" };

    /// <summary>Describes the settings.</summary>
    public static ImmutableArray<Setting> All { get; } = [Certificate, Key, ClientCa];

    /// <summary>Reads the settings; mistakes are reported to the section.</summary>
    /// <param name="port">The section of the port.</param>
    /// <param name="isNeeded">Whether the port's URL has the scheme https.</param>
    /// <returns>The certificate; null for a port in cleartext.</returns>
    public static TlsIdentity? Read(SettingsSection port, bool isNeeded)
    {
        var (certificate, key, clientCa) = (ReadFileName(port, Certificate), ReadFileName(port, Key), ReadFileName(port, ClientCa));
        if (isNeeded && !(port.Has(Certificate) && port.Has(Key)))
            port.RejectWithoutValue(Section, "a Url with https:// needs Tls:Certificate and Tls:Key, files in PEM");
        return certificate is null || key is null ? null : new(port.Section(Section).Path, certificate, key, clientCa);
    }

    private static string? ReadFileName(SettingsSection port, Setting<string?> setting)
    {
        var name = port.Read(setting);
        if (name?.Contains("-----BEGIN", StringComparison.Ordinal) is not true) return name;
        port.RejectWithoutValue(setting, "this is the content of a file in PEM: write the name of the file");
        return null;
    }
}
