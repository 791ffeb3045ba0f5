using System.CommandLine;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace TokenAuthz.Commands;

/// <summary>The certificate that a command shows to the port that it asks.</summary>
internal static class ClientCertificateOptions
{
    private static readonly Option<string?> CertificateOption =
        new("--client-certificate") { Description = "The certificate to show, in PEM.", HelpName = "FILE" };

    private static readonly Option<string?> KeyOption =
        new("--client-key") { Description = "Its private key, in PEM.", HelpName = "FILE" };

    /// <summary>Adds the options to a command.</summary>
    public static void AddTo(Command command)
    {
        command.Options.Add(CertificateOption);
        command.Options.Add(KeyOption);
    }

    /// <summary>Reads the certificate; null when the line names none.</summary>
    public static X509Certificate2? Read(ParseResult line)
    {
        if (line.GetValue(CertificateOption) is not { } certificate) return null;
        try
        {
            return X509Certificate2.CreateFromPemFile(certificate, line.GetValue(KeyOption));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new CommandException($"--client-certificate {certificate}: {e.Message.TrimEnd('.')}");
        }
    }
}
