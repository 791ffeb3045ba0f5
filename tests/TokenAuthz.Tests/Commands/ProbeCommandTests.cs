using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using TokenAuthz.Tests.Service;

namespace TokenAuthz.Tests.Commands;

public static class ProbeCommandTests
{
    private static readonly string[] SignedQuery = ["--TokenAuthz:Policies:0:Name=query", "--TokenAuthz:Policies:0:Scheme=alibaba-a"];

    [Theory]
    [InlineData("http", "ext-authz")]
    [InlineData("grpc", "ext-authz-grpc", "--grpc")]
    public static async Task Ends_with_0_when_the_service_allows_a_signed_request_and_no_other(
        string description, string kind, params string[] options)
    {
        await using var service = RunningService.Start($"Listeners:0:Kind={kind}");

        var result = await ProbeAsync(service.CheckPort, ["/a/../b?x=%2F", .. options]);

        Expect.Equal(
            new CommandResult(0, "with its token     allowed\nwithout a token    denied with 403: missing_token", ""), result, description);
    }

    [Theory]
    [InlineData("http", "ext-authz")]
    [InlineData("grpc", "ext-authz-grpc", "--grpc")]
    public static async Task Signs_as_the_policy_wants_it(string description, string kind, params string[] options)
    {
        await using var service = RunningService.Start(
            $"Listeners:0:Kind={kind}", "Policies:0:Name=query", "Policies:0:Scheme=alibaba-a", "Policies:0:Hosts:0=video.example.com");

        var result =
            await ProbeAsync(service.CheckPort, ["http://video.example.com/video?id=1", "--policy", "query", .. SignedQuery, .. options]);

        Expect.Equal(0, result.ExitCode, $"{description}: {result}");
    }

    [Fact]
    public static async Task Asks_with_the_prefix_of_the_listener()
    {
        await using var service = RunningService.Start("Listeners:0:PathPrefix=/authz");

        Assert.Equal(0, (await ProbeAsync(service.CheckPort, ["/a"], "/authz")).ExitCode);
        Assert.Equal(1, (await ProbeAsync(service.CheckPort, ["/a"])).ExitCode);
    }

    [Fact]
    public static async Task Ends_with_1_when_the_service_has_another_key()
    {
        await using var service = RunningService.Start("Secret=another");

        Assert.Equal(
            new(1, "with its token     denied with 403: invalid_token\nwithout a token    denied with 403: missing_token", ""),
            await ProbeAsync(service.CheckPort, ["/"]));
    }

    [Fact]
    public static async Task Ends_with_1_when_the_service_lets_everything_pass()
    {
        await using var service = RunningService.Start("Policies:0:Name=open", "Policies:0:Action=Allow");

        Assert.Equal(new(1, "with its token     allowed\nwithout a token    allowed", ""), await ProbeAsync(service.CheckPort, ["/"]));
    }

    [Fact]
    public static async Task Ends_with_1_when_something_else_listens()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        await using var other = builder.Build();
        other.Urls.Add("http://127.0.0.1:0");
        other.MapGet("/", () => Results.StatusCode(404));
        await other.StartAsync(TestContext.Current.CancellationToken);

        var result = await ProbeAsync(new Uri(other.Urls.Single()).Port, ["/"]);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("404, which is no answer to a check", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ext-authz")]
    [InlineData("ext-authz", "--http2")]
    [InlineData("ext-authz-grpc", "--grpc")]
    public static async Task Asks_over_mutual_TLS(string kind, params string[] options)
    {
        using var folder = new TemporaryFolder();
        using var authority = new TestAuthority("ours");
        authority.Certify("server", folder);
        authority.Certify("gateway", folder);
        folder.Write("ca.crt", authority.Pem);
        await using var service = RunningService.Start(
            $"Listeners:0:Kind={kind}",
            "Listeners:0:Url=https://127.0.0.1:0",
            $"Listeners:0:Tls:Certificate={folder["server.crt"]}",
            $"Listeners:0:Tls:Key={folder["server.key"]}",
            $"Listeners:0:Tls:ClientCa={folder["ca.crt"]}");
        string[] probe =
        [
            "probe", "/", "--environment", "Development", "--to", $"https://127.0.0.1:{service.CheckPort}", "--ca", folder["ca.crt"],
            "--server-name", "server", .. options,
        ];

        var ours =
            await TokenAuthzProcess.RunAsync(
                [.. probe, "--client-certificate", folder["gateway.crt"], "--client-key", folder["gateway.key"]]);
        var nobody = await TokenAuthzProcess.RunAsync(probe);

        Assert.Equal(new(0, "with its token     allowed\nwithout a token    denied with 403: missing_token", ""), ours);
        Assert.Equal(1, nobody.ExitCode);
    }

    [Theory]
    [InlineData("a stranger's", 1, "--ca", "other.crt", "--server-name", "server")]
    [InlineData("another name", 1, "--ca", "ca.crt", "--server-name", "elsewhere")]
    [InlineData("the name of the address", 1, "--ca", "ca.crt")]
    [InlineData("the system's authorities", 1, "--server-name", "server")]
    [InlineData("of the authority", 0, "--ca", "ca.crt", "--server-name", "server")]
    [InlineData("the certificate itself", 0, "--ca", "server.crt", "--server-name", "server")]
    [InlineData("the certificate itself by another name", 1, "--ca", "server.crt", "--server-name", "elsewhere")]
    [InlineData("a Secret's folder", 0, "--ca", "", "--server-name", "server")]
    [InlineData("any", 0, "--insecure")]
    public static async Task Accepts_only_a_certificate(string description, int exitCode, params string[] options)
    {
        using var folder = new TemporaryFolder();
        using var authority = new TestAuthority("ours");
        authority.Certify("server", folder);
        TestAuthority.SelfSign("other", folder);
        folder.Write("ca.crt", authority.Pem);
        string[] files = [.. options.Select((option, i) => i > 0 && options[i - 1] == "--ca" ? folder[option] : option)];
        foreach (var (kind, grpc) in new[] { ("ext-authz", ""), ("ext-authz-grpc", "--grpc") })
        {
            await using var service = RunningService.Start(
                $"Listeners:0:Kind={kind}",
                "Listeners:0:Url=https://127.0.0.1:0",
                $"Listeners:0:Tls:Certificate={folder["server.crt"]}",
                $"Listeners:0:Tls:Key={folder["server.key"]}");

            var result = await TokenAuthzProcess.RunAsync(
                ["probe", "https://www.example.com/", "--environment", "Development", "--to", $"https://127.0.0.1:{service.CheckPort}",
                    .. files, .. grpc.Length > 0 ? new[] { grpc } : []]);

            Expect.Equal(exitCode, result.ExitCode, $"{description}, {kind}: {result}");
            if (exitCode == 1) Assert.Contains("name whose certificate it has with --ca", result.Error, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("nginx")]
    [InlineData("ingress-nginx")]
    [InlineData("traefik")]
    [InlineData("caddy")]
    [InlineData("haproxy")]
    [InlineData("apisix")]
    public static async Task Asks_as_the_gateways_of_the_listener_do(string kind)
    {
        string[] listener =
            [$"Listeners:0:Kind={kind}", "Listeners:0:TrustedProxies:0=127.0.0.0/8", "Policies:0:Name=a",
                "Policies:0:Hosts:0=www.example.com", "Policies:0:Methods:0=PUT", "Policies:0:Scheme=hmac-v1", "Keys:0:Id=first",
                "Keys:0:Value=a-key-of-sixteen-"];
        await using var service = RunningService.Start(listener);

        var result = await TokenAuthzProcess.RunAsync(
            ["probe", "https://www.example.com/a?b=c", "-X", "PUT", "--to", $"http://127.0.0.1:{service.CheckPort}",
                .. listener.Select(setting => $"--TokenAuthz:{setting}"), "--TokenAuthz:Listeners:0:Url=http://*:8083"]);

        Assert.Equal(new(0, "with its token     allowed\nwithout a token    denied with 403: missing_token", ""), result);
    }

    [Theory]
    [InlineData(0, "--allow-untrusted")]
    [InlineData(1)]
    public static async Task Tells_that_the_listener_does_not_trust_this_machine(int exitCode, params string[] options)
    {
        string[] listener = ["Listeners:0:Kind=nginx", "Listeners:0:TrustedProxies:0=192.0.2.0/24"];
        await using var service = RunningService.Start(listener);

        var result = await ProbeAsync(service.CheckPort, ["/", .. listener.Select(setting => $"--TokenAuthz:{setting}"),
            "--TokenAuthz:Listeners:0:Url=http://*:8083", .. options]);

        Assert.Equal(exitCode, result.ExitCode);
        Assert.Equal(
            exitCode == 0,
            result.Output.Contains("cuts the connection off, as if TrustedProxies did not list this address", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0, "--http2")]
    [InlineData(1)]
    public static async Task Reaches_a_listener_of_HTTP2_over_HTTP2_only(int exitCode, params string[] options)
    {
        await using var service = RunningService.Start("Listeners:0:Kind=ext-authz", "Listeners:0:Protocol=http2");

        var result = await ProbeAsync(service.CheckPort, ["http://www.example.com/a/../b?x=%2F", .. options]);

        Assert.Equal(exitCode, result.ExitCode);
    }

    [Theory]
    [InlineData("http")]
    [InlineData("grpc", "--grpc")]
    [InlineData("where a cut is expected", "--allow-untrusted")]
    [InlineData("grpc, where a cut is expected", "--grpc", "--allow-untrusted")]
    public static async Task Ends_with_1_when_nobody_listens(string description, params string[] options)
    {
        // Bound, so that nobody else takes the port; not listening, so that nobody answers.
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)taken.LocalEndPoint!).Port;

        var result = await ProbeAsync(port, ["/", .. options]);

        Assert.True(
            result.ExitCode == 1
            && result.Error.StartsWith($"token-authz: http://127.0.0.1:{port} does not answer checks: ", StringComparison.Ordinal),
            $"{description}: {result}");
    }

    [Theory]
    [InlineData("nothing", "there is neither ca.crt nor tls.crt in it")]
    [InlineData("empty.crt", "there is no certificate in it")]
    [InlineData("none.crt", "Could not find file")]
    public static async Task Says_what_is_wrong_with_the_authorities(string file, string message)
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["nothing"]);
        folder.Write("empty.crt", "");

        var result =
            await TokenAuthzProcess.RunAsync(["probe", "/", "--environment", "Development", "--to", "https://h:1", "--ca", folder[file]]);

        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith($"token-authz: --ca {folder[file]}: ", result.Error, StringComparison.Ordinal);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public static async Task Says_how_to_write_the_listener() =>
        Assert.Equal(
            new(1, "", "token-authz: --to localhost:8080: write it as http://HOST:PORT or https://HOST:PORT."),
            await TokenAuthzProcess.RunAsync(["probe", "/", "--environment", "Development", "--to", "localhost:8080"]));

    private static Task<CommandResult> ProbeAsync(int port, string[] arguments, string prefix = "") =>
        TokenAuthzProcess.RunAsync(["probe", "--environment", "Development", "--to", $"http://127.0.0.1:{port}{prefix}", .. arguments]);
}
