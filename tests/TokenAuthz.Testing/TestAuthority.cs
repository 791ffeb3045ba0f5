using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace TokenAuthz.Testing;

/// <summary>A certificate authority of a test.</summary>
internal sealed class TestAuthority(string name) : IDisposable
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    private readonly X509Certificate2 _certificate =
        SelfSigned(name, new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));

    /// <summary>The authority's certificate in PEM.</summary>
    public string Pem => _certificate.ExportCertificatePem();

    /// <summary>A certificate that signs itself, with its key.</summary>
    public static X509Certificate2 SelfSigned(string name, params ReadOnlySpan<X509Extension> extensions)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return Request(name, key, extensions).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    /// <summary>A certificate for servers and clients that the authority signs, with its key.</summary>
    public X509Certificate2 Certify(string name)
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        var usage = new X509EnhancedKeyUsageExtension([new Oid(ServerAuthentication), new Oid(ClientAuthentication)], critical: false);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = Request(name, key, usage, names.Build())
            .Create(_certificate, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1), RandomNumberGenerator.GetBytes(8));
        using var withKey = certificate.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.Exportable);
    }

    /// <summary>Writes a certificate that the authority signs as <c>NAME.crt</c>, and its key as <c>NAME.key</c>.</summary>
    public void Certify(string name, TemporaryFolder folder)
    {
        using var certificate = Certify(name);
        Write(certificate, folder, name);
    }

    /// <summary>Writes a certificate that signs itself as <c>NAME.crt</c>, and its key as <c>NAME.key</c>.</summary>
    public static void SelfSign(string name, TemporaryFolder folder)
    {
        using var certificate = SelfSigned(name);
        Write(certificate, folder, name);
    }

    /// <summary>Writes a certificate as <c>NAME.crt</c> and its key as <c>NAME.key</c>.</summary>
    public static void Write(X509Certificate2 certificate, TemporaryFolder folder, string file)
    {
        using var key = certificate.GetECDsaPrivateKey();
        folder.Write($"{file}.key", key!.ExportPkcs8PrivateKeyPem());
        folder.Write($"{file}.crt", certificate.ExportCertificatePem());
    }

    public void Dispose() => _certificate.Dispose();

    private static CertificateRequest Request(string name, ECDsa key, params ReadOnlySpan<X509Extension> extensions)
    {
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        foreach (var extension in extensions) request.CertificateExtensions.Add(extension);
        return request;
    }
}
