using TokenAuthz.Tests.Engine.Hosting;
using TokenAuthz.Tests.Service.Grpc;

namespace TokenAuthz.Tests.Service.Http;

/// <summary>One reader of hosts for every way in: an ill-formed host gets past no policy.</summary>
[Promise(1)]
public sealed class HostTests(GuardedHost guarded) : IClassFixture<GuardedHost>
{
    private const string Forwarded = "X-Forwarded-Method: GET\r\nX-Forwarded-Uri: /x\r\n";
    private const string Original = "X-Original-Method: GET\r\n";

    /// <summary>Those of which a header's value can be made.</summary>
    public static TheoryData<string, string> Hosts =>
        [.. RequestHostTests.IllFormed.Where(
            row => row.Data.Item2 is { Length: < 300 } host && host.AsSpan().IndexOfAny('\0', '/') < 0 && host.Trim() == host)];

    public static TheoryData<string> EveryKind => [.. GuardedHost.Kinds];

    [Theory]
    [MemberData(nameof(Hosts))]
    public async Task Denies_an_ill_formed_host(string description, string host)
    {
        foreach (var kind in GuardedHost.Kinds)
        {
            var (status, reason) = await AskAsync(kind, host);

            // Kestrel refuses some of them itself where Host is the host.
            Assert.True((status, reason) is (400, null) or (403, "bad_request"), $"{kind}, {description}: {status} {reason}");
        }
    }

    [Theory]
    [MemberData(nameof(EveryKind))]
    public async Task Finds_the_policy_of_a_host_however_it_is_written(string kind)
    {
        foreach (var host in (string[])["secure.example.com", "SECURE.Example.com", "secure.example.com:8443", "secure.example.com.",
            "secure.example.com.:80", "[2001:DB8:0:0::1]:443"])
            Assert.Equal(
                (kind, host, 403, "missing_token"), (kind, host, (await AskAsync(kind, host)).Status, (await AskAsync(kind, host)).Reason));
        foreach (var host in (string[])["public.example.com", "public.example.com:80", "[2001:db8::2]"])
            Assert.Equal((kind, host, 200, null), (kind, host, (await AskAsync(kind, host)).Status, (await AskAsync(kind, host)).Reason));
    }

    [Theory]
    [InlineData("nginx", "X-Original-URI: /x\r\n", "Host: public.example.com\r\n", "X-Original-URL: http://")]
    [InlineData("ingress-nginx", "X-Original-URL: http://public.example.com/x\r\n", "Host: authz\r\n", "X-Auth-Request-Redirect: http://")]
    public async Task Opens_no_host_that_nginx_does_not_confirm(string kind, string target, string host, string servedUrl)
    {
        async Task<(int, string?)> AskAsync(string header) =>
            Read(await RawHttp.SendToEndAsync(
                guarded.PortOf(kind), $"GET / HTTP/1.1\r\n{host}Connection: close\r\n{Original}{target}{header}\r\n"));

        Assert.Equal((200, null), await AskAsync($"{servedUrl}public.example.com/x\r\n"));
        Assert.Equal((200, null), await AskAsync($"{servedUrl}PUBLIC.example.com./x\r\n"));
        Assert.Equal((403, "bad_request"), await AskAsync($"{servedUrl}secure.example.com/x\r\n"));
        Assert.Equal((403, "no_policy"), await AskAsync(""));
        Assert.Equal((403, "no_policy"), await AskAsync($"{servedUrl.Split(':')[0]}: /x\r\n"));
    }

    [Theory]
    [InlineData("nginx", "X-Original-URI: /a\r\n")]
    [InlineData("ingress-nginx", "X-Original-URL: http://example.com/a\r\n")]
    public async Task Needs_no_confirmed_host_where_hosts_decide_nothing(string kind, string target)
    {
        await using var service = RunningService.Start($"Listeners:0:Kind={kind}", "Listeners:0:TrustedProxies:0=127.0.0.1");

        (await service.CheckAsync("/", Original + target + Token.Line("/a"))).AssertAllowed();
    }

    private async Task<(int Status, string? Reason)> AskAsync(string kind, string host)
    {
        var port = guarded.PortOf(kind);
        if (kind == "ext-authz-grpc")
        {
            var answer = await GrpcClient.CheckAsync(port, GrpcClient.Question(http => http.Host = host));
            return answer.Status.Code == 0
                ? (200, null)
                : (answer.DeniedResponse.Status.Code,
                    answer.DeniedResponse.Headers.Single(header => header.Header.Key == "x-auth-reason").Header.Value);
        }

        var served = $"http://{host}/x";
        var (sent, headers) = kind switch
        {
            "ext-authz" => (host, ""),
            "nginx" => (host, $"{Original}X-Original-URI: /x\r\nX-Original-URL: {served}\r\n"),
            "haproxy" => (host, Original + "X-Original-URI: /x\r\n"),
            "ingress-nginx" => ("authz", $"{Original}X-Original-URL: http://{host}/x\r\nX-Auth-Request-Redirect: {served}\r\n"),
            _ => ("authz", $"{Forwarded}X-Forwarded-Host: {host}\r\n"),
        };
        return Read(await RawHttp.SendToEndAsync(port, $"GET /x HTTP/1.1\r\nHost: {sent}\r\nConnection: close\r\n{headers}\r\n"));
    }

    private static (int Status, string? Reason) Read(RawAnswer answer) => (answer.Status, answer.Value("x-auth-reason"));
}
