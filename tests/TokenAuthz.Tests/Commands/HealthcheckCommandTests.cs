using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace TokenAuthz.Tests.Commands;

public static class HealthcheckCommandTests
{
    [Fact]
    public static async Task Ends_with_0_when_the_service_is_ready()
    {
        await using var service = await TokenAuthzProcess.ServeAsync(["--TokenAuthz:Secret=ours-5d1c-77af-2e60"]);

        Assert.Equal(new(0, "", ""), await AskAsync(service.AdminPort));
    }

    [Fact]
    public static async Task Needs_the_admin_port_alone_of_the_file_that_configures_the_service()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("service.json", """{ "TokenAuthz": { "Secret": "ours-and-not-yours" } }""");
        await using var service = await TokenAuthzProcess.StartAsync(["--config", file, .. TokenAuthzProcess.AnyPorts]);

        // The key is not where the file says, the file does not load, and the admin port is known all the same.
        folder.Write("service.json", $$"""
            { "TokenAuthz": { "Admin": { "Url": "http://127.0.0.1:{{service.AdminPort}}" },
                              "Keys": [ { "Id": "a", "File": "/nowhere/key" } ], "Sercet": "x" } }
            """);

        Assert.Equal(new(0, "", ""), await TokenAuthzProcess.RunAsync(["healthcheck", "--config", file]));
    }

    [Theory]
    [InlineData("nothing is configured for it")]
    [InlineData("the working directory has a file that is not JSON")]
    [InlineData("the line names a file that is not there", "--config", "/nowhere/service.json")]
    public static async Task Needs_no_file_when_the_environment_names_the_port(string description, params string[] arguments)
    {
        using var folder = new TemporaryFolder();
        folder.Write("service.json", """{ "TokenAuthz": { "Secret": "ours-and-not-yours" } }""");
        if (description.Contains("working directory", StringComparison.Ordinal)) folder.Write("appsettings.json", "{");
        await using var service = await TokenAuthzProcess.StartAsync(["--config", folder["service.json"], .. TokenAuthzProcess.AnyPorts]);

        var environment = new Dictionary<string, string> { ["TokenAuthz__Admin__Url"] = $"http://*:{service.AdminPort}" };
        Assert.Equal(new(0, "", ""), await TokenAuthzProcess.RunAsync(["healthcheck", .. arguments], environment, folder));
    }

    [Fact]
    public static async Task Asks_port_8081_when_nothing_names_another()
    {
        using var free = TryListenOn(8081);
        if (free is null) Assert.Skip("Port 8081 of this machine is in use.");

        // The listener accepts and is silent: that it was asked is what counts.
        var result = await TokenAuthzProcess.RunAsync(["healthcheck"]);

        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith("token-authz: http://localhost:8081/readyz does not answer: ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public static async Task Says_what_is_wrong_with_the_file_when_nobody_answers()
    {
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var environment = new Dictionary<string, string> { ["TokenAuthz__Admin__Url"] = $"http://{taken.LocalEndPoint}" };

        var result = await TokenAuthzProcess.RunAsync(["healthcheck", "--config", "/nowhere/service.json"], environment);

        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith($"token-authz: http://{taken.LocalEndPoint}/readyz does not answer: ", result.Error, StringComparison.Ordinal);
        Assert.Contains("\n  /nowhere/service.json: the file cannot be read: ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public static async Task Asks_the_port_that_its_line_names()
    {
        await using var service = await TokenAuthzProcess.ServeAsync(["--TokenAuthz:Secret=ours-and-not-yours"]);

        Assert.Equal(new(0, "", ""), await TokenAuthzProcess.RunAsync(["healthcheck", "--url", $"http://127.0.0.1:{service.AdminPort}"]));
        Assert.Equal(
            new(1, "", "token-authz: --url localhost: write it as http://HOST:PORT or https://HOST:PORT."),
            await TokenAuthzProcess.RunAsync(["healthcheck", "--url", "localhost"]));
    }

    [Fact]
    public static async Task Shows_the_certificate_that_an_admin_port_with_ClientCa_asks_for()
    {
        using var folder = new TemporaryFolder();
        TestAuthority.SelfSign("own", folder);
        var (pem, keyPem) = (folder["own.crt"], folder["own.key"]);
        await using var service = await TokenAuthzProcess.StartAsync(
        [
            "--TokenAuthz:Secret=ours-and-not-yours", .. TokenAuthzProcess.AnyPorts, "--TokenAuthz:Admin:Url=https://127.0.0.1:0",
            $"--TokenAuthz:Admin:Tls:Certificate={pem}", $"--TokenAuthz:Admin:Tls:Key={keyPem}", $"--TokenAuthz:Admin:Tls:ClientCa={pem}",
        ]);

        // The port's own certificate is none that its setting names here: neither file is needed to ask.
        string[] line = ["healthcheck", $"--TokenAuthz:Admin:Url=https://127.0.0.1:{service.AdminPort}"];
        Assert.Equal(new(0, "", ""), await TokenAuthzProcess.RunAsync([.. line, "--client-certificate", pem, "--client-key", keyPem]));
        Assert.Equal(1, (await TokenAuthzProcess.RunAsync(line)).ExitCode);
    }

    [Fact]
    public static async Task Ends_with_1_when_nobody_listens()
    {
        // Bound, so that nobody else takes the port; not listening, so that nobody answers.
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)taken.LocalEndPoint!).Port;

        var result = await AskAsync(port);

        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith($"token-authz: http://127.0.0.1:{port}/readyz does not answer: ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public static async Task Ends_with_1_when_somebody_listens_and_does_not_answer()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var port = ((IPEndPoint)silent.LocalEndpoint).Port;

        var result = await AskAsync(port);

        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith($"token-authz: http://127.0.0.1:{port}/readyz does not answer: ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public static async Task Ends_with_1_when_the_service_is_not_ready()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        await using var stopping = builder.Build();
        stopping.Urls.Add("http://127.0.0.1:0");
        stopping.MapGet("/readyz", () => Results.StatusCode(503));
        await stopping.StartAsync(TestContext.Current.CancellationToken);
        var port = new Uri(stopping.Urls.Single()).Port;

        var result = await AskAsync(port);

        Assert.Equal(new(1, "", $"token-authz: http://127.0.0.1:{port}/readyz answered 503: not ready."), result);
    }

    [Fact]
    public static async Task Says_that_it_cannot_know_a_port_that_the_system_chooses()
    {
        var result = await AskAsync(0);

        Assert.Equal(
            new(1, "", "token-authz: TokenAuthz:Admin:Url has the port 0, for which the system chooses another that healthcheck cannot " +
                "know; set one, such as http://*:8081."),
            result);
    }

    private static TcpListener? TryListenOn(int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return listener;
        }
        catch (SocketException)
        {
            listener.Dispose();
            return null;
        }
    }

    private static Task<CommandResult> AskAsync(int port) =>
        TokenAuthzProcess.RunAsync(
            ["healthcheck", $"--TokenAuthz:Admin:Url=http://127.0.0.1:{port}", "--TokenAuthz:Secret=ours-5d1c-77af-2e60"]);
}
