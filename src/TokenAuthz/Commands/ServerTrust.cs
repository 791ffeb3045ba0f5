using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace TokenAuthz.Commands;

/// <summary>Which certificate of a server a command accepts.</summary>
/// <param name="Name">The name that the certificate must have; null for the host that is asked.</param>
/// <param name="Authorities">Whose certificates are accepted, or the certificates themselves; null for the system's authorities.</param>
/// <param name="IsAny">Whether every certificate is accepted.</param>
internal sealed record ServerTrust(string? Name, X509Certificate2Collection? Authorities, bool IsAny)
{
    /// <summary>The options of a handshake.</summary>
    /// <param name="host">The host that is asked.</param>
    /// <param name="certificate">The client's certificate; null for none.</param>
    public SslClientAuthenticationOptions Options(string host, X509Certificate2? certificate) => new()
    {
        // Without a name here .NET would take that of the header Host, which is the client's request's.
        TargetHost = Name ?? host,
        CertificateChainPolicy = Authorities is null ? null : PolicyOf(Authorities),
        RemoteCertificateValidationCallback = (_, shown, _, errors) => Accepts(shown, errors),
        ClientCertificateContext = certificate is null ? null : SslStreamCertificateContext.Create(certificate, null),
    };

    private bool Accepts(X509Certificate? shown, SslPolicyErrors errors) =>
        IsAny
        || errors is SslPolicyErrors.None
        || (errors is SslPolicyErrors.RemoteCertificateChainErrors && shown is X509Certificate2 certificate && IsNamed(certificate));

    // A certificate that is named itself needs no authority, but has to be valid now.
    private bool IsNamed(X509Certificate2 certificate)
    {
        var now = TimeProvider.System.GetLocalNow().DateTime;
        return Authorities is not null
            && Authorities.Any(named => named.RawDataMemory.Span.SequenceEqual(certificate.RawDataMemory.Span))
            && now >= certificate.NotBefore
            && now <= certificate.NotAfter;
    }

    private static X509ChainPolicy PolicyOf(X509Certificate2Collection authorities)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(authorities);
        return policy;
    }
}
