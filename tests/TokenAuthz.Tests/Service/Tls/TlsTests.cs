using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace TokenAuthz.Tests.Service.Tls;

/// <summary>Listeners with TLS: the certificate is read anew when it changes, and a client authority keeps others out.</summary>
public sealed class TlsTests : IDisposable
{
    private static readonly RemoteCertificateValidationCallback AnyOf = (_, certificate, _, _) => certificate is not null;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Answers_checks_and_metrics_over_tls()
    {
        await using var service = Start("first");
        using var client = Client();

        Assert.Equal(
            403,
            (int)(await client.GetAsync(
                new Uri($"https://127.0.0.1:{service.CheckPort}/"), TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(
            200,
            (int)(await client.GetAsync(
                new Uri($"https://127.0.0.1:{service.AdminPort}/readyz"), TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task Shows_the_new_certificate_once_the_files_have_changed()
    {
        await using var service = Start("first");
        Assert.Equal("CN=first", await SubjectAsync(service.CheckPort));

        Write("second");

        await Poll.UntilAsync("the second certificate is shown", async () => await SubjectAsync(service.CheckPort) == "CN=second");
    }

    [Fact]
    public async Task Shows_when_the_certificates_in_use_end()
    {
        await using var service = Start("first");
        using var shown = X509CertificateLoader.LoadCertificateFromFile(_folder["tls.crt"]);
        var end = new DateTimeOffset(shown.NotAfter).ToUnixTimeSeconds();

        var metrics = Samples.Parse(await MetricsAsync(service));

        Assert.Equal(end, metrics["""token_authz_certificate_expiry_timestamp_seconds{listener="ext-authz",file="server"}"""]);
        Assert.Equal(end, metrics["""token_authz_certificate_expiry_timestamp_seconds{listener="(admin)",file="server"}"""]);
    }

    [InProcess]
    [Fact]
    public async Task Keeps_the_last_good_certificate_when_the_new_one_does_not_load()
    {
        await using var service = Start("first");

        _folder.Write("tls.crt", "no certificate");

        await Poll.UntilAsync("the log says so", () => service.Logs.Lines.Contains("the file is not usable", StringComparison.Ordinal));
        Assert.Equal("CN=first", await SubjectAsync(service.CheckPort));
        Assert.Equal(0, Samples.Parse(await MetricsAsync(service))["token_authz_config_last_reload_successful"]);
    }

    [Theory]
    [InlineData("tls.crt")]
    [InlineData("tls.key")]
    public async Task Goes_on_when_a_file_that_was_a_pipe_is_a_file_again(string file)
    {
        await using var service = Start("first");

        _folder.MakePipe(file);
        await Poll.UntilAsync(
            "the metrics show the refusal",
            async () => Samples.Parse(await MetricsAsync(service))["token_authz_config_last_reload_successful"] == 0);
        Assert.Equal("CN=first", await SubjectAsync(service.CheckPort));

        Write("second");
        await Poll.UntilAsync("the second certificate is shown", async () => await SubjectAsync(service.CheckPort) == "CN=second");
    }

    [Fact]
    public async Task Says_that_a_reload_failed_until_every_file_loads()
    {
        await using var service = Start("first", "Secret=first");
        var certificate = await File.ReadAllTextAsync(_folder["tls.crt"], TestContext.Current.CancellationToken);

        _folder.Write("tls.crt", "no certificate");
        await UntilAsync(service, reloadSuccessful: 0);

        // A withdrawn key does not wait for the certificate, and a new key does not make it good.
        service.Configure([.. Settings, "Secret=second"]);
        await Poll.UntilAsync("the second key is in force", async () => await StatusAsync(service, "second") == 200);
        Assert.Equal(403, await StatusAsync(service, "first"));
        Assert.Equal(0, await ReloadSuccessfulAsync(service));

        _folder.Write("tls.crt", certificate);
        await UntilAsync(service, reloadSuccessful: 1);
    }

    [Fact]
    public async Task Lets_in_only_clients_of_the_authority()
    {
        using var authority = new TestAuthority("ours");
        using var other = new TestAuthority("theirs");
        _folder.Write("ca.crt", authority.Pem);
        await using var service = Start("server", $"Listeners:0:Tls:ClientCa={_folder["ca.crt"]}");

        using var our = authority.Certify("gateway");
        using var their = other.Certify("gateway");
        using var ours = Client(our);
        using var theirs = Client(their);
        using var nobody = Client();

        var url = new Uri($"https://127.0.0.1:{service.CheckPort}/");
        Assert.Equal(403, (int)(await ours.GetAsync(url, TestContext.Current.CancellationToken)).StatusCode);
        await Assert.ThrowsAsync<HttpRequestException>(() => theirs.GetAsync(url, TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<HttpRequestException>(() => nobody.GetAsync(url, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("edge")]
    [InlineData("admin")]
    public async Task Asks_for_the_certificate_that_the_admin_port_demands_whatever_a_listener_is_called(string name)
    {
        using var authority = new TestAuthority("ours");
        _folder.Write("ca.crt", authority.Pem);
        await using var service = Start("server", $"Listeners:0:Name={name}", $"Admin:Tls:ClientCa={_folder["ca.crt"]}");

        using var our = authority.Certify("gateway");
        using var ours = Client(our);
        using var nobody = Client();

        var (checks, metrics) =
            (new Uri($"https://127.0.0.1:{service.CheckPort}/"), new Uri($"https://127.0.0.1:{service.AdminPort}/metrics"));
        Assert.Equal(403, (int)(await nobody.GetAsync(checks, TestContext.Current.CancellationToken)).StatusCode);
        await Assert.ThrowsAsync<HttpRequestException>(() => nobody.GetAsync(metrics, TestContext.Current.CancellationToken));
        Assert.Contains(
            Samples.Refused("tls_handshake", "(admin)"),
            await ours.GetStringAsync(metrics, TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Speaks_cleartext_on_a_listener_that_is_called_like_the_admin_port_with_TLS()
    {
        Write("server");
        await using var service = RunningService.Start(
            "Listeners:0:Name=admin",
            "Admin:Url=https://127.0.0.1:0",
            $"Admin:Tls:Certificate={_folder["tls.crt"]}",
            $"Admin:Tls:Key={_folder["tls.key"]}");

        (await service.CheckAsync("/")).AssertDenied("missing_token");
    }

    [Theory]
    [InlineData("http with Tls", "http://127.0.0.1:0", "tls.crt", "begins with https://")]
    [InlineData("https without a certificate", "https://127.0.0.1:0", "", "needs Tls:Certificate")]
    [InlineData("a file that is not there", "https://127.0.0.1:0", "none.crt", "the file is not usable")]
    public void Does_not_start_with(string description, string url, string certificate, string says)
    {
        Write("server");
        string[] settings =
        [
            $"Listeners:0:Url={url}", "Admin:Url=http://127.0.0.1:0",
            .. certificate.Length > 0
                ? new[] { $"Listeners:0:Tls:Certificate={_folder[certificate]}", $"Listeners:0:Tls:Key={_folder["tls.key"]}" }
                : [],
        ];

        var failure = Assert.Throws<TokenAuthz.Engine.Configuration.ConfigurationException>(() =>
            TokenAuthzService.Build(new(() => Engine.WrittenSettings.Of(settings), [], IsDevelopment: true), TimeProvider.System));

        Expect.Contains(says, failure.Message, description);
    }

    private static async Task<string> MetricsAsync(RunningService service)
    {
        using var client = Client();
        return await client.GetStringAsync(new Uri($"https://127.0.0.1:{service.AdminPort}/metrics"));
    }

    private string[] Settings => [.. ((string[])["Listeners:0", "Admin"]).SelectMany(port => (string[])
        [$"{port}:Url=https://127.0.0.1:0", $"{port}:Tls:Certificate={_folder["tls.crt"]}", $"{port}:Tls:Key={_folder["tls.key"]}"])];

    private RunningService Start(string certificate, params string[] settings)
    {
        Write(certificate);
        return RunningService.Start([.. Settings, .. settings]);
    }

    private static async Task<int> StatusAsync(RunningService service, string secret)
    {
        using var client = Client();
        client.DefaultRequestHeaders.Add("token", Token.Of("/", secret));
        using var answer = await client.GetAsync(new Uri($"https://127.0.0.1:{service.CheckPort}/"));
        return (int)answer.StatusCode;
    }

    private static async Task<double> ReloadSuccessfulAsync(RunningService service) =>
        Samples.Parse(await MetricsAsync(service)).Values["token_authz_config_last_reload_successful"];

    private static Task UntilAsync(RunningService service, double reloadSuccessful) =>
        Poll.UntilAsync($"the metric is {reloadSuccessful}", async () => await ReloadSuccessfulAsync(service) == reloadSuccessful);

    private void Write(string name)
    {
        using var certificate = TestAuthority.SelfSigned(name);
        TestAuthority.Write(certificate, _folder, "tls");
    }

    private static async Task<string> SubjectAsync(int port)
    {
        using var client = new System.Net.Sockets.TcpClient("127.0.0.1", port);
        await using var tls = new SslStream(client.GetStream(), leaveInnerStreamOpen: false, AnyOf);
        await tls.AuthenticateAsClientAsync("localhost");
        return tls.RemoteCertificate!.Subject;
    }

    private static HttpClient Client(X509Certificate2? certificate = null)
    {
        var options = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = AnyOf };
        if (certificate is not null) options.ClientCertificates = [certificate];
#pragma warning disable CA2000 // The client disposes it.
        return new(new SocketsHttpHandler { SslOptions = options });
#pragma warning restore CA2000
    }
}
