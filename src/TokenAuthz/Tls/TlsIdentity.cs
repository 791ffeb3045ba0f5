using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using TokenAuthz.Engine.Configuration;

namespace TokenAuthz.Tls;

/// <summary>
/// The certificate that a port shows its clients, and the authorities whose clients may connect. The files are read again when they
/// change.
/// </summary>
/// <param name="settings">The path of its settings, as in <c>TokenAuthz:Listeners:0:Tls</c>.</param>
/// <param name="certificate">The file of the certificate in PEM, the server's own first, then the intermediate ones.</param>
/// <param name="key">The file of its private key in PEM.</param>
/// <param name="clientCa">The file of the authorities in PEM whose clients alone may connect; null for every client.</param>
internal sealed class TlsIdentity(string settings, string certificate, string key, string? clientCa)
{
    // RFC 5280, section 4.2.1.12: id-kp-clientAuth.
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    private volatile Material? _material;
    private WatchedFiles _files = new();

    /// <summary>The path of its settings.</summary>
    public string Settings => settings;

    /// <summary>Whether the files, as they stood at the last look, are in use.</summary>
    public bool IsCurrent => Errors.IsEmpty;

    /// <summary>Why they are not; empty when they are.</summary>
    public ImmutableArray<ConfigurationError> Errors { get; private set; } = [];

    /// <summary>The server's own certificate.</summary>
    public X509Certificate2 Certificate => InUse.Certificate.TargetCertificate;

    /// <summary>When the first of the server's own certificate and the intermediate ones ends.</summary>
    public DateTimeOffset ServerExpiry =>
        FirstExpiry([InUse.Certificate.TargetCertificate, .. InUse.Certificate.IntermediateCertificates]);

    /// <summary>When the first of the authorities ends; null when every client may connect.</summary>
    public DateTimeOffset? ClientAuthorityExpiry => InUse.ClientAuthorities is { } authorities ? FirstExpiry(authorities) : null;

    private Material InUse => _material ?? throw new InvalidOperationException($"{settings} was not read.");

    /// <summary>The options of a handshake that begins now.</summary>
    public SslServerAuthenticationOptions Options()
    {
        var material = InUse;
        return new()
        {
            ServerCertificateContext = material.Certificate,
            ClientCertificateRequired = material.ClientAuthorities is not null,
            CertificateChainPolicy = material.ClientAuthorities is null ? null : PolicyOf(material.ClientAuthorities),
        };
    }

    /// <summary>Reads the files. Files that do not load change nothing.</summary>
    /// <returns>The mistakes in them.</returns>
    public ImmutableArray<ConfigurationError> Read()
    {
        _files = new();
        var errors = ImmutableArray.CreateBuilder<ConfigurationError>();
        if (TryReadMaterial(errors, out var material)) _material = material;
        return Errors = errors.ToImmutable();
    }

    /// <summary>Reads the files again when one has changed.</summary>
    /// <returns>Whether they were read.</returns>
    /// <exception cref="ConfigurationException">The changed files do not load; thrown once.</exception>
    public bool ReloadIfChanged()
    {
        if (!_files.HaveChanged) return false;
        return Read() is { IsEmpty: false } errors ? throw new ConfigurationException(errors) : true;
    }

    private static DateTimeOffset FirstExpiry(IEnumerable<X509Certificate2> certificates) =>
        certificates.Min(certificate => new DateTimeOffset(certificate.NotAfter));

    private static X509ChainPolicy PolicyOf(X509Certificate2Collection authorities)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(authorities);
        policy.ApplicationPolicy.Add(new(ClientAuthentication));
        return policy;
    }

    // Reads every file even after an error, so that all errors are found and a change of any file is noticed.
    private bool TryReadMaterial(ImmutableArray<ConfigurationError>.Builder errors, [NotNullWhen(true)] out Material? material)
    {
        material = null;
        var chain = Attempt(errors, "Certificate", certificate, ReadCertificates);
        var pem = Attempt(errors, "Key", key, ReadText);
        var authorities = clientCa is null ? null : Attempt(errors, "ClientCa", clientCa, ReadCertificates);
        var own = chain is null || pem is null ? null : Attempt(errors, "Key", key, _ => WithKey(chain, pem));
        if (own is null || errors.Count > 0) return false;
        material = new(own, authorities);
        return true;
    }

    private static SslStreamCertificateContext WithKey(X509Certificate2Collection chain, string key)
    {
        using var own = X509Certificate2.CreateFromPem(chain[0].ExportCertificatePem(), key);
        chain.RemoveAt(0);

        // TLS cannot use a key that was read from PEM, so the certificate is exported and loaded again with it.
        var usable = X509CertificateLoader.LoadPkcs12(own.Export(X509ContentType.Pkcs12), null);
        return SslStreamCertificateContext.Create(usable, chain, offline: true);
    }

    private X509Certificate2Collection ReadCertificates(string path)
    {
        var certificates = new X509Certificate2Collection();
        certificates.ImportFromPem(ReadText(path));
        return certificates.Count > 0 ? certificates : throw new CryptographicException("there is no certificate in it");
    }

    private string ReadText(string path) => Encoding.UTF8.GetString(_files.Read(Path.GetFullPath(path)));

    private T? Attempt<T>(ImmutableArray<ConfigurationError>.Builder errors, string setting, string path, Func<string, T> read)
        where T : class
    {
        try
        {
            return read(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            errors.Add(new($"{settings}:{setting}", path, $"the file is not usable: {e.Message}"));
            return null;
        }
    }

    private sealed record Material(SslStreamCertificateContext Certificate, X509Certificate2Collection? ClientAuthorities);
}
