using Grpc.Core;
using static System.StringComparison;
using static TokenAuthz.Tests.Service.Grpc.GrpcClient;

namespace TokenAuthz.Tests.Service.Http;

/// <summary>Whose address a token is bound to, where proxies stand in between: what a client writes itself never counts.</summary>
[Promise(5)]
public static class ClientAddressTests
{
    private const string Client = "192.0.2.1";
    private const string Forwarded = "X-Forwarded-Method: GET\r\nX-Forwarded-Host: example.com\r\n";

    private static readonly string[] Link = ["Policies:0:Name=links", "Policies:0:Scheme=links", "Schemes:links:Preset=nginx-secure-link",
        "Schemes:links:Message={expires}{uri}{client_address} {key}"];

    /// <summary>The header's value, and whether the client is 192.0.2.1 then; 10.42.0.0/16 are proxies.</summary>
    public static TheoryData<string, string, bool> Lists => new()
    {
        { "one address", Client, true },
        { "another", "192.0.2.2", false },
        { "a proxy behind the client", $"{Client}, 10.42.6.100", true },
        { "two proxies", $"{Client},10.42.6.100 ,\t127.0.0.1", true },
        { "a proxy in IPv6 clothes", $"{Client}, ::ffff:10.42.6.100", true },
        { "an address that the client wrote itself", $"{Client}, 192.0.2.2", false },
        { "the same behind a proxy", $"{Client}, 192.0.2.2, 10.42.6.100", false },
        { "what a client wrote in front of its own", $"192.0.2.2, {Client}, 10.42.6.100", true },
        { "no address in front of the client's", $"unknown, {Client}", true },
        { "no address behind the client's", $"{Client}, unknown", false },
        { "an empty entry behind it", $"{Client}, ", false },
        { "a port", $"{Client}:4711", false },
        { "nothing", "", false },
        { "a number in octal behind the client's", $"{Client}, 010.42.6.100", false },
        { "a short form of a proxy's", $"{Client}, 10.42", false },
        { "a proxy with a port", $"{Client}, 10.42.6.100:80", false },
        { "an address in brackets", $"[{Client}]", false },
    };

    /// <summary>The number of trusted hops, the header's value, and whether the client is 192.0.2.1 then.</summary>
    public static TheoryData<string, int, string, bool> Hops => new()
    {
        { "no hop: the gateway's peer", 0, Client, true },
        { "no hop, and what the client wrote", 0, $"{Client}, 192.0.2.2", false },
        { "no hop, in front of it what the client wrote", 0, $"192.0.2.2, {Client}", true },
        { "one hop", 1, $"{Client}, 203.0.113.9", true },
        { "one hop, and what the client wrote", 1, $"{Client}, 192.0.2.2, 203.0.113.9", false },
        { "one hop, in front of it what the client wrote", 1, $"unknown, {Client} ,\t203.0.113.9", true },
        { "one hop with IPv6", 1, $"{Client}, 2001:db8::9", true },
        { "two hops", 2, $"{Client}, 203.0.113.9, 10.42.6.100", true },
        { "two hops, one of which is left out", 2, $"{Client}, 203.0.113.9", false },
        { "two hops, and nothing in front", 2, $", {Client}, 203.0.113.9", false },
        { "one hop that is no address", 1, $"{Client}, unknown", false },
        { "one hop that is empty", 1, $"{Client},", false },
        { "one hop with a port", 1, $"{Client}, 203.0.113.9:80", false },
        { "one hop, and nothing else", 1, Client, false },
        { "one hop, and no header", 1, "", false },
    };

    [Theory]
    [MemberData(nameof(Lists))]
    public static async Task Is_the_last_that_is_no_trusted_proxy(string description, string list, bool isClient)
    {
        await using var service = RunningService.Start(
        [
            .. Link, "Listeners:0:Name=traefik", "Listeners:0:Kind=traefik", "Listeners:0:Url=http://127.0.0.1:0", .. Trusting(0),
            "Listeners:1:Name=envoy", "Listeners:1:Url=http://127.0.0.1:0",
            "Listeners:1:ClientAddressHeader=x-forwarded-for", .. Trusting(1),
            "Listeners:2:Name=grpc", "Listeners:2:Kind=ext-authz-grpc", "Listeners:2:Url=http://127.0.0.1:0",
            "Listeners:2:ClientAddressHeader=X-Forwarded-For", .. Trusting(2),
        ]);
        var target = LinkFor(Client);

        var forwarded = await RawHttp.SendToEndAsync(
            service.Ports[0], RawHttp.Request("GET", "/", headers: $"{Forwarded}X-Forwarded-Uri: {target}\r\nX-Forwarded-For: {list}\r\n"));
        var asIs = await RawHttp.SendToEndAsync(service.Ports[1], RawHttp.Request("GET", target, headers: $"X-Forwarded-For: {list}\r\n"));
        var grpc = await CheckAsync(service.Ports[2], Question(http =>
        {
            http.Path = target;
            http.Headers["x-forwarded-for"] = list;
        }));

        var expected = isClient ? (200, 200, (int)StatusCode.OK) : (403, 403, (int)StatusCode.PermissionDenied);
        Expect.Equal(expected, (forwarded.Status, asIs.Status, grpc.Status.Code), description);
    }

    [Theory]
    [MemberData(nameof(Hops))]
    public static async Task Is_the_one_in_front_of_as_many_hops_as_are_trusted(string description, int hops, string list, bool isClient)
    {
        await using var service = RunningService.Start(
        [
            .. Link, "Listeners:0:Name=traefik", "Listeners:0:Kind=traefik", "Listeners:0:Url=http://127.0.0.1:0", .. Trusting(0),
            "Listeners:1:Name=nginx", "Listeners:1:Kind=nginx", "Listeners:1:Url=http://127.0.0.1:0", .. Trusting(1),
            "Listeners:2:Name=envoy", "Listeners:2:Url=http://127.0.0.1:0",
            "Listeners:3:Name=grpc", "Listeners:3:Kind=ext-authz-grpc", "Listeners:3:Url=http://127.0.0.1:0",
            .. Enumerable.Range(0, 4).Select(listener => $"Listeners:{listener}:TrustedHops={hops}"),
        ]);
        var target = LinkFor(Client);
        var forwardedFor = list.Length == 0 ? "" : $"X-Forwarded-For: {list}\r\n";
        var original = $"X-Original-Method: GET\r\nX-Original-URI: {target}\r\n{forwardedFor.Replace("Forwarded-For", "Real-IP", Ordinal)}";
        var message = Question(http =>
        {
            http.Path = target;
            if (list.Length > 0) http.Headers["x-forwarded-for"] = list;
        });
        message.Attributes.Source = new() { Address = new() { SocketAddress = new() { Address = "192.0.2.7" } } };

        int[] statuses =
        [
            (await AskAsync(0, "/", $"{Forwarded}X-Forwarded-Uri: {target}\r\n{forwardedFor}")).Status,
            (await AskAsync(1, "/", original)).Status,
            (await AskAsync(2, target, forwardedFor)).Status,
            (await CheckAsync(service.Ports[3], message)).Status.Code == 0 ? 200 : 403,
        ];

        Expect.Equal(isClient ? "200 200 200 200" : "403 403 403 403", string.Join(' ', statuses), description);

        Task<RawAnswer> AskAsync(int listener, string path, string headers) =>
            RawHttp.SendToEndAsync(service.Ports[listener], RawHttp.Request("GET", path, headers: headers));
    }

    [Fact]
    public static async Task Is_not_known_by_a_header_that_comes_twice()
    {
        await using var service = RunningService.Start([.. Link, "Listeners:0:Kind=traefik", .. Trusting(0)]);

        var answer = await service.CheckAsync(
            "/", $"{Forwarded}X-Forwarded-Uri: {LinkFor(Client)}\r\nX-Forwarded-For: {Client}\r\nX-Forwarded-For: {Client}\r\n");

        answer.AssertDenied("invalid_token");
    }

    [Fact]
    public static async Task Is_Envoys_peer_by_gRPC_whatever_headers_say_until_one_is_named()
    {
        await using var service = RunningService.Start([.. Link, "Listeners:0:Kind=ext-authz-grpc"]);
        var request = Question(http =>
        {
            http.Path = LinkFor(Client);
            foreach (var name in (string[])["x-forwarded-for", "x-envoy-external-address", "x-real-ip", "x-client-address"])
                http.Headers[name] = Client;
        });
        request.Attributes.Source = new() { Address = new() { SocketAddress = new() { Address = "192.0.2.2" } } };

        AssertDenied(await CheckAsync(service.CheckPort, request), "invalid_token", "the peer's address");
        request.Attributes.Source.Address.SocketAddress.Address = Client;
        Assert.Equal(0, (await CheckAsync(service.CheckPort, request)).Status.Code);
    }

    private static string LinkFor(string address)
    {
        var token = Convert.ToBase64String(Convert.FromHexString(Token.Of($"4102444800/a{address} {Token.Secret}", "")))
            .Replace('+', '-')
            .Replace('/', '_')
            .TrimEnd('=');
        return $"/a?md5={token}&expires=4102444800";
    }

    private static string[] Trusting(int listener) =>
        [$"Listeners:{listener}:TrustedProxies:0=127.0.0.1", $"Listeners:{listener}:TrustedProxies:1=10.42.0.0/16"];
}
