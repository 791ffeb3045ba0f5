using System.CommandLine;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace TokenAuthz.Commands;

/// <summary>The options by which a command verifies the certificate of the listener that it asks.</summary>
internal static class ServerTrustOptions
{
    // The entries of a Secret of the type kubernetes.io/tls; cert-manager adds the authority.
    private static readonly string[] SecretEntries = ["ca.crt", "tls.crt"];

    private static readonly Option<string?> CaOption = new("--ca")
    {
        Description = "Whose certificate the listener must have, in PEM: authorities, or the certificate itself; or a folder with ca.crt "
            + "or tls.crt. By default the system's authorities.",
        HelpName = "FILE",
    };

    private static readonly Option<string?> NameOption =
        new("--server-name") { Description = "The name that the certificate must have; by default the host of --to.", HelpName = "HOST" };

    private static readonly Option<bool> InsecureOption = new("--insecure") { Description = "Accept any certificate of the listener." };

    /// <summary>Adds the options to a command.</summary>
    public static void AddTo(Command command)
    {
        foreach (var option in (Option[])[CaOption, NameOption, InsecureOption]) command.Options.Add(option);
    }

    /// <summary>Reads which certificates are accepted.</summary>
    public static ServerTrust Read(ParseResult line) =>
        new(line.GetValue(NameOption), line.GetValue(CaOption) is { } path ? ReadPem(path) : null, line.GetValue(InsecureOption));

    private static X509Certificate2Collection ReadPem(string path)
    {
        try
        {
            var certificates = new X509Certificate2Collection();
            certificates.ImportFromPemFile(Directory.Exists(path) ? FindIn(path) : path);
            return certificates.Count > 0 ? certificates : throw new CommandException($"--ca {path}: there is no certificate in it");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new CommandException($"--ca {path}: {e.Message.TrimEnd('.')}");
        }
    }

    private static string FindIn(string folder) =>
        SecretEntries.Select(entry => Path.Combine(folder, entry)).FirstOrDefault(File.Exists)
            ?? throw new CommandException($"--ca {folder}: there is neither ca.crt nor tls.crt in it");
}
