using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.Gateways;

/// <summary>
/// nginx serves the host of the request line and not that of the header, so that a token and a policy of one host open no
/// other. With the example of nginx, and with the lines that the controller of ingress-nginx writes.
/// </summary>
[Promise(1)]
public sealed class NginxHostTests
{
    private const string Policies = """
        "Policies": [
          { "Name": "secure", "Hosts": ["secure.example.com", "[2001:db8::1]"] },
          { "Name": "public", "Hosts": ["public.example.com", "[2001:db8::2]"], "Action": "Allow" },
          { "Name": "signed", "Hosts": ["signed.example.com"], "Scheme": "hmac-v1" },
          { "Name": "rest" }],
        """;

    public static TheoryData<string> Kinds => ["nginx", "ingress-nginx"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Opens_the_host_that_is_served_and_no_other(string kind)
    {
        await using var stand = await GatewayStand.StartAsync(NginxTests.Gateway, text => Changed(text, kind));

        foreach (var host in (string[])["public.example.com", "PUBLIC.Example.com", "public.example.com:8080", "public.example.com.",
            "[2001:db8::2]", "[2001:DB8:0::2]:443"])
        {
            (await PassAsync(stand, "/x", host)).AssertAllowed();
            (await PassAsync(stand, $"http://{host}/x", host)).AssertAllowed();
            AssertDenied(await PassAsync(stand, "http://secure.example.com/x", host), $"{host} in front of secure.example.com");
            AssertDenied(await PassAsync(stand, "http://[2001:db8::1]/x", host), $"{host} in front of [2001:db8::1]");
        }

        foreach (var host in (string[])["secure.example.com", "SECURE.example.com:80", "secure.example.com.", "[2001:db8::1]",
            "secure.example.com:80:80", "secure.example.com.."])
        {
            AssertDenied(await PassAsync(stand, "/x", host), host);
            AssertDenied(await PassAsync(stand, "http://public.example.com/x", host), $"public.example.com in front of {host}");
        }

        (await PassAsync(stand, "/x", "secure.example.com", $"token: {Token.Of("/x")}\r\n")).AssertAllowed();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Takes_a_signed_host_for_that_host_alone(string kind)
    {
        await using var stand = await GatewayStand.StartAsync(NginxTests.Gateway, text => Changed(text, kind));
        var header = (await AuthzService.RunAsync(
            ["sign", "http://signed.example.com/x", "--environment", "Development", "--policy", "p"],
            ["Policies:0:Name=p", "Policies:0:Scheme=hmac-v1"],
            TestContext.Current.CancellationToken)).Trim() + "\r\n";

        (await PassAsync(stand, "/x", "signed.example.com", header)).AssertAllowed();
        AssertDenied(
            await PassAsync(stand, "http://other.example.com/x", "signed.example.com", header), "another host in the request line");
        AssertDenied(await PassAsync(stand, "http://signed.example.com/x", "other.example.com", header), "another host in the header");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Opens_no_host_where_nginx_does_not_tell_which_it_serves(string kind)
    {
        await using var stand = await GatewayStand.StartAsync(NginxTests.Gateway, text => Changed(text, kind)
            .Replace("X-Original-URL $scheme://$host$request_uri;", "X-Original-URL \"\";", StringComparison.Ordinal)
            .Replace(
                "X-Auth-Request-Redirect $scheme://$host$request_uri;", "X-Auth-Request-Redirect $request_uri;", StringComparison.Ordinal));

        // The client sends the header by which nginx would tell the host.
        const string Forged = "X-Original-URL: http://public.example.com/x\r\nX-Auth-Request-Redirect: http://public.example.com/x\r\n";
        AssertDenied(await PassAsync(stand, "/x", "public.example.com"), "an ordinary request");
        AssertDenied(await PassAsync(stand, "http://secure.example.com/x", "public.example.com"), "another host in the request line");
        AssertDenied(await PassAsync(stand, "http://secure.example.com/x", "public.example.com", Forged), "a forged header");
    }

    private static Task<Passage> PassAsync(GatewayStand stand, string target, string host, string headers = "") =>
        stand.PassAsync($"GET {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{headers}\r\n");

    // nginx refuses some of these requests with 400. Kestrel refuses others, which nginx takes for a failure: 500.
    private static void AssertDenied(Passage passage, string description)
    {
        Assert.True(passage.Answer.Status is 400 or 403 or 500, $"{description}: {passage.Answer}");
        Assert.Null(passage.Arrived);
    }

    private static string Changed(string text, string kind)
    {
        text = text.Replace("\"OnAllow\":", Policies + "\"OnAllow\":", StringComparison.Ordinal);
        if (kind == "nginx") return text;

        // The controller's template of the location that asks: nginx.tmpl, auth-url with auth-request-redirect.
        return text
            .Replace("\"Kind\": \"nginx\"", "\"Kind\": \"ingress-nginx\"", StringComparison.Ordinal)
            .Replace("proxy_set_header Host $http_host;", "proxy_set_header Host token-authz;", StringComparison.Ordinal)
            .Replace("proxy_set_header X-Original-URI $request_uri;", "proxy_set_header X-Original-URI \"\";", StringComparison.Ordinal)
            .Replace(
                "proxy_set_header X-Original-URL $scheme://$host$request_uri;",
                "proxy_set_header X-Original-URL $scheme://$http_host$request_uri;\n" +
                    "proxy_set_header X-Auth-Request-Redirect $scheme://$host$request_uri;",
                StringComparison.Ordinal);
    }
}
