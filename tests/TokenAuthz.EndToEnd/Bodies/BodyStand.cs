using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.Bodies;

/// <summary>An Envoy that hands over bodies, and lets pass whatever it has no answer for: then a check that fails is seen.</summary>
internal sealed class BodyStand : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();

    private BodyStand()
    {
    }

    public Upstream Upstream { get; private set; } = null!;

    public AuthzService Service { get; private set; } = null!;

    public EnvoyGateway Envoy { get; private set; } = null!;

    public static async Task<BodyStand> StartAsync(Way way, Func<EnvoyFile, EnvoyFile> configure, params string[] settings)
    {
        Programs.Require("envoy");
        var stand = new BodyStand();
        try
        {
            stand.Upstream = await Upstream.StartAsync();
            var port = FreePorts.Next();
            string[] kind = [$"Listeners:0:Kind={(way.IsGrpc ? "ext-authz-grpc" : "ext-authz")}", .. way.IsTls ? stand.Tls(port) : []];
            stand.Service = await AuthzService.StartAsync(port, FreePorts.Next(), [.. kind, .. settings]);
            var file = (way.IsGrpc ? EnvoyFile.ReadGrpc() : EnvoyFile.Read()).ToUpstream(stand.Upstream.Port).ToServices(stand.Service).Patient().FailingOpen();
            stand.Envoy = await EnvoyGateway.StartAsync(configure(way.IsTls ? file.OverTls() : file));
            return stand;
        }
        catch
        {
            await stand.DisposeAsync();
            throw;
        }
    }

    /// <summary>Sends one request through Envoy: its answer, and what arrived at the upstream of it.</summary>
    public async Task<Passage> PassAsync(string request)
    {
        var before = Upstream.Requests.Count;
        var answer = await RawHttp.SendAsync(Envoy.Port, request);
        return new(answer, Upstream.Requests.Skip(before).SingleOrDefault());
    }

    public async ValueTask DisposeAsync()
    {
        if (Envoy is not null) await Envoy.DisposeAsync();
        if (Service is not null) await Service.DisposeAsync();
        if (Upstream is not null) await Upstream.DisposeAsync();
        _folder.Dispose();
    }

    private string[] Tls(int port)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=token-authz", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(150));
        return
        [
            $"Listeners:0:Url=https://127.0.0.1:{port}",
            $"Listeners:0:Tls:Certificate={_folder.Write("tls.crt", certificate.ExportCertificatePem())}",
            $"Listeners:0:Tls:Key={_folder.Write("tls.key", key.ExportPkcs8PrivateKeyPem())}",
        ];
    }
}
