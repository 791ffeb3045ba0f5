using Prometheus;
using TokenAuthz.Listeners;
using TokenAuthz.Tls;

namespace TokenAuthz.Observability;

/// <summary>Shows when the certificates in use end, as they are at each scrape.</summary>
internal sealed class CertificateMetrics
{
    private const string ServerFile = "server";
    private const string ClientCaFile = "client_ca";

    private readonly Gauge _expiry;

    public CertificateMetrics(
        CollectorRegistry registry, IMetricFactory factory, IEnumerable<ListenerSettings> listeners, AdminSettings admin)
    {
        _expiry = Metric.CertificateExpiry.Gauge(factory);
        (string Port, TlsIdentity? Tls)[] ports =
            [.. listeners.Select(listener => (listener.Name, listener.Tls)), (Listener.AdminName, admin.Tls)];
        registry.AddBeforeCollectCallback(() =>
        {
            foreach (var (port, tls) in ports) Show(port, tls);
        });
    }

    private void Show(string port, TlsIdentity? tls)
    {
        if (tls is null) return;
        _expiry.WithLabels(port, ServerFile).Set(tls.ServerExpiry.ToUnixTimeSeconds());
        if (tls.ClientAuthorityExpiry is { } end) _expiry.WithLabels(port, ClientCaFile).Set(end.ToUnixTimeSeconds());
    }
}
