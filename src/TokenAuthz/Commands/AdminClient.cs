using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace TokenAuthz.Commands;

/// <summary>Asks the admin port of a service.</summary>
internal static class AdminClient
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    /// <summary>Makes a client that accepts any certificate of the service, because it may ask by an address that none names.</summary>
    /// <param name="certificate">The certificate to show; null for none.</param>
    public static HttpClient Create(X509Certificate2? certificate)
    {
        var ssl = new SslClientAuthenticationOptions();
#pragma warning disable CA5359 // It sends no secret, and decides nothing that a forged answer could open.
        ssl.RemoteCertificateValidationCallback = (_, _, _, _) => true;
#pragma warning restore CA5359
        if (certificate is not null) ssl.ClientCertificateContext = SslStreamCertificateContext.Create(certificate, null);
#pragma warning disable CA2000 // The client disposes of it.
        return new(new SocketsHttpHandler { UseProxy = false, SslOptions = ssl }) { Timeout = Timeout };
#pragma warning restore CA2000
    }

    /// <summary>Reads the URL of an admin port from an option.</summary>
    /// <exception cref="CommandException">It is none.</exception>
    public static Uri Parse(string option, string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
            ? url
            : throw new CommandException($"{option} {text}: write it as http://HOST:PORT or https://HOST:PORT");
}
