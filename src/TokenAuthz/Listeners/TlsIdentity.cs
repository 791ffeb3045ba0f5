using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Settings;

namespace TokenAuthz.Listeners;

/// <summary>What a listener shows its clients, and what it asks of them; read anew when a file changes.</summary>
internal sealed class TlsIdentity
{
    // RFC 5280, section 4.2.1.12: id-kp-clientAuth.
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    private readonly TlsSettings _settings;
    private volatile Material _material;
    private WatchedFiles _files = new();

    /// <summary>Reads the files.</summary>
    /// <exception cref="ConfigurationException">One cannot be read, or they do not go together.</exception>
    public TlsIdentity(string listener, TlsSettings settings)
    {
        _settings = settings;
        Listener = listener;
        _material = Read();
    }

    /// <summary>The name of the listener.</summary>
    public string Listener { get; }

    /// <summary>How a handshake goes that begins now.</summary>
    public SslServerAuthenticationOptions Options()
    {
        var material = _material;
        return new()
        {
            ServerCertificateContext = material.Certificate,
            ClientCertificateRequired = material.ClientAuthorities is not null,
            CertificateChainPolicy = material.ClientAuthorities is null ? null : PolicyOf(material.ClientAuthorities),
        };
    }

    /// <summary>Reads the files anew when one has changed; what does not load changes nothing.</summary>
    /// <returns>Whether they were read.</returns>
    /// <exception cref="ConfigurationException">The changed files do not load; said once.</exception>
    public bool ReloadIfChanged()
    {
        if (!_files.HaveChanged) return false;
        _files = new();
        _material = Read();
        return true;
    }

    private static X509ChainPolicy PolicyOf(X509Certificate2Collection authorities)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(authorities);
        policy.ApplicationPolicy.Add(new(ClientAuthentication));
        return policy;
    }

    private Material Read()
    {
        var certificates = ReadCertificates("Certificate", _settings.Certificate);
        using var own = Attempt("Key", _settings.Key, () => X509Certificate2.CreateFromPem(certificates[0].ExportCertificatePem(), ReadText(_settings.Key)));
        var authorities = _settings.ClientCa is { } ca ? ReadCertificates("ClientCa", ca) : null;
        certificates.RemoveAt(0);

        // A key that was read from PEM has to be written once more for the platform to hand it to TLS.
        var usable = X509CertificateLoader.LoadPkcs12(own.Export(X509ContentType.Pkcs12), null);
        return new(SslStreamCertificateContext.Create(usable, certificates, offline: true), authorities);
    }

    private X509Certificate2Collection ReadCertificates(string setting, string path) => Attempt(setting, path, () =>
    {
        var certificates = new X509Certificate2Collection();
        certificates.ImportFromPem(ReadText(path));
        return certificates.Count > 0 ? certificates : throw new CryptographicException("there is no certificate in it");
    });

    private string ReadText(string path) => System.Text.Encoding.UTF8.GetString(_files.Read(Path.GetFullPath(path)));

    private T Attempt<T>(string setting, string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new ConfigurationException([new($"Tls:{setting} of the listener {Listener}", path, $"the file is not usable: {e.Message}")]);
        }
    }

    private sealed record Material(SslStreamCertificateContext Certificate, X509Certificate2Collection? ClientAuthorities);
}
