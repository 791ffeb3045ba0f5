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
        await using var service = await TokenAuthzProcess.ServeAsync(["--TokenAuthz:Secret=ours"]);

        Assert.Equal(new(0, "", ""), await AskAsync(service.AdminPort));
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

        Assert.Equal(new(1, "", "token-authz: TokenAuthz:Admin:Url has the port 0, for which the system chooses another that healthcheck cannot know; set one, such as http://*:8081."), result);
    }

    private static Task<CommandResult> AskAsync(int port) =>
        TokenAuthzProcess.RunAsync(["healthcheck", $"--TokenAuthz:Admin:Url=http://127.0.0.1:{port}", "--TokenAuthz:Secret=ours"]);
}
