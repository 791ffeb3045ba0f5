using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.Envoy;

/// <summary>Envoy gets its verdicts over each transport of a listener, and
/// gets none without the certificate that the listener demands.</summary>
public sealed class TransportTests : IDisposable
{
    private const string ByHttp2 = " by HTTP/2";

    private readonly TemporaryFolder _folder = new();

    public TransportTests()
    {
        using var ours = new TestAuthority("ours");
        using var theirs = new TestAuthority("theirs");
        _folder.Write("ca.crt", ours.Pem);
        ours.Certify("token-authz", _folder);
        ours.Certify("gateway", _folder);
        theirs.Certify("stranger", _folder);
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("ext-authz", "cleartext")]
    [InlineData("ext-authz", "TLS")]
    [InlineData("ext-authz", "mutual TLS")]
    [InlineData("ext-authz by HTTP/2", "cleartext")]
    [InlineData("ext-authz by HTTP/2", "TLS")]
    [InlineData("ext-authz by HTTP/2", "mutual TLS")]
    [InlineData("ext-authz-grpc", "cleartext")]
    [InlineData("ext-authz-grpc", "TLS")]
    [InlineData("ext-authz-grpc", "mutual TLS")]
    public async Task Gives_the_verdict_to_an_Envoy_that_fails_open(string kind, string security)
    {
        Programs.Require("envoy");
        await using var upstream = await Upstream.StartAsync();
        await using var service = await StartAsync(kind, security);
        var file = FileOf(kind, upstream, service).FailingOpen();
        if (security != "cleartext") file = file.OverTls(_folder.Path, security == "TLS" ? null : "gateway");
        await using var envoy = await EnvoyGateway.StartAsync(kind.EndsWith(ByHttp2, StringComparison.Ordinal) ? file.OverHttp2() : file);

        var allowed = await RawHttp.SendAsync(envoy.Port, RawHttp.Request("GET", "/a?b", Token.Of("/a?b")));
        var posted = await RawHttp.SendAsync(envoy.Port, RawHttp.Request("POST", "/a", Token.Of("/a"), "Content-Length: 5\r\n", "hello"));
        var wrong = await RawHttp.SendAsync(envoy.Port, RawHttp.Request("GET", "/a?b", Token.Of("/a")));
        var missing = await RawHttp.SendAsync(envoy.Port, RawHttp.Request("GET", "/a?b", token: null));

        Assert.Equal((200, 200), (allowed.Status, posted.Status));
        Assert.Equal((403, "invalid token"), (wrong.Status, wrong.Body));
        Assert.Equal((403, "missing token"), (missing.Status, missing.Body));
        Assert.Equal(["/a?b", "/a"], upstream.Requests.Select(request => request.Target));
        Assert.Equal(2, await service.DecisionsAsync("allow"));
        Assert.Equal(0, await service.CountAsync("token_authz_refused_requests_total{"));
    }

    [Theory]
    [InlineData("ext-authz", "a certificate of another authority", "stranger")]
    [InlineData("ext-authz", "no certificate", null)]
    [InlineData("ext-authz-grpc", "a certificate of another authority", "stranger")]
    [InlineData("ext-authz-grpc", "no certificate", null)]
    public async Task Lets_nothing_pass_and_says_so_when_Envoy_shows(string kind, string description, string? certificate)
    {
        Programs.Require("envoy");
        await using var upstream = await Upstream.StartAsync();
        await using var service = await StartAsync(kind, "mutual TLS");
        await using var envoy =
            await EnvoyGateway.StartAsync(FileOf(kind, upstream, service).OverTls(_folder.Path, certificate), statusWithoutToken: 503);

        var answer = await RawHttp.SendAsync(envoy.Port, RawHttp.Request("GET", "/", Token.Of("/")));

        Expect.Equal(503, answer.Status, description);
        Assert.Equal(0, upstream.Connections);
        Assert.NotEqual(0, await service.CountAsync("token_authz_refused_requests_total{", "reason=\"tls_handshake\""));
        Assert.Contains("Refused {Reason}", service.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cleartext", "ill_formed")]
    [InlineData("TLS", "tls_handshake")]
    public async Task Lets_nothing_pass_and_says_so_when_Envoy_asks_the_HTTP_listener_by_HTTP_2(string security, string reason)
    {
        Programs.Require("envoy");
        await using var upstream = await Upstream.StartAsync();
        await using var service = await StartAsync("ext-authz", security, "Listeners:0:Protocol=http1");
        var file = FileOf("ext-authz", upstream, service);
        file = (security == "TLS" ? file.OverTls(_folder.Path, client: null) : file).OverHttp2();
        await using var envoy = await EnvoyGateway.StartAsync(file, statusWithoutToken: 503);

        Assert.Equal(503, (await RawHttp.SendAsync(envoy.Port, RawHttp.Request("GET", "/", Token.Of("/")))).Status);
        Assert.Equal(0, upstream.Connections);
        Assert.NotEqual(0, await service.CountAsync("token_authz_refused_requests_total{", $"reason=\"{reason}\""));
    }

    private static EnvoyFile FileOf(string kind, Upstream upstream, AuthzService service) =>
        (kind == "ext-authz-grpc" ? EnvoyFile.ReadGrpc() : EnvoyFile.Read()).ToUpstream(upstream.Port).ToServices(service).Patient();

    private Task<AuthzService> StartAsync(string kind, string security, params string[] settings)
    {
        var port = FreePorts.Next();
        return AuthzService.StartAsync(port, FreePorts.Next(),
        [
            $"Listeners:0:Kind={kind.Replace(ByHttp2, "", StringComparison.Ordinal)}",
            .. kind.EndsWith(ByHttp2, StringComparison.Ordinal) && security == "cleartext" ? new[] { "Listeners:0:Protocol=http2" } : [],
            .. settings,
            .. security == "cleartext"
                ? Array.Empty<string>()
                : [$"Listeners:0:Url=https://127.0.0.1:{port}", $"Listeners:0:Tls:Certificate={_folder["token-authz.crt"]}",
                    $"Listeners:0:Tls:Key={_folder["token-authz.key"]}"],
            .. security == "mutual TLS" ? new[] { $"Listeners:0:Tls:ClientCa={_folder["ca.crt"]}" } : [],
        ]);
    }
}
