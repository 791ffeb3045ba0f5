using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using TokenAuthz.Tests.Service;

namespace TokenAuthz.Tests.Commands;

/// <summary><c>check-config --running</c>, and what it asks of the admin port.</summary>
public static class CheckConfigRunningTests
{
    private const string Secret = "a-key-of-ours-5d1c";

    [Fact]
    public static async Task Ends_with_0_when_the_configuration_of_the_files_is_in_force()
    {
        await using var service = RunningService.Start($"Secret={Secret}", "Listeners:0:Name=edge");

        var result = await AskAsync(service);

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.StartsWith("The service has the configuration of its files in force.\n", result.Output, StringComparison.Ordinal);
        Assert.Contains(
            "  keys       default (secret of 18 bytes)\n  listeners  edge http://127.0.0.1:0", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public static async Task Ends_with_1_and_names_the_settings_that_wait_for_a_restart()
    {
        await using var service = RunningService.Start($"Secret={Secret}");
        service.Configure($"Secret={Secret}", "DrainTime=00:00:07");

        var result = await UntilAsync(service, "restart");

        Assert.Equal((1, ""), (result.ExitCode, result.Error));
        Assert.Contains("  restart    TokenAuthz:DrainTime was changed: restart the service", result.Output, StringComparison.Ordinal);
    }

    [Promise(7)]
    [Fact]
    public static async Task Ends_with_1_and_says_why_the_files_do_not_load_without_a_secret()
    {
        await using var service = RunningService.Start($"Secret={Secret}");
        service.Configure("Sercet=another-secret-77af", "DrainTime=soon");

        var result = await UntilAsync(service, "error");

        Assert.Equal((1, ""), (result.ExitCode, result.Error));
        Assert.Contains("  error      TokenAuthz:DrainTime = \"soon\": write a time as hh:mm:ss", result.Output, StringComparison.Ordinal);
        Assert.Contains("  error      TokenAuthz:Sercet: there is no such setting", result.Output, StringComparison.Ordinal);
        var shown = (await service.AdminAsync("/config")).Body;
        Assert.DoesNotContain(Secret, shown + result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("another-secret", shown + result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public static async Task The_admin_port_shows_it_as_JSON()
    {
        await using var service = RunningService.Start($"Secret={Secret}");

        var answer = await service.AdminAsync("/config");

        Assert.Equal((200, "application/json; charset=utf-8"), (answer.Status, answer.Value("content-type")));
        Assert.Equal(
            ["version", "loadedAt", "isCurrent", "errors", "restartNeeded", "keys", "listeners", "units"],
            JsonDocument.Parse(answer.Body).RootElement.EnumerateObject().Select(property => property.Name));
    }

    [Fact]
    public static async Task Names_a_Unix_socket_by_its_URL()
    {
        using var folder = new TemporaryFolder();
        var url = $"unix:{folder["check.sock"]}";
        await using var service = RunningService.Start("Listeners:1:Name=socket", $"Listeners:1:Url={url}");

        var result = await AskAsync(service);
        var shown = JsonDocument.Parse((await service.AdminAsync("/config")).Body).RootElement.GetProperty("listeners");

        Assert.Contains($"socket {url}", result.Output, StringComparison.Ordinal);
        Assert.Equal($"socket {url}", shown[1].GetString());
    }

    [Theory]
    [InlineData("no port", "--running nothing: write it as http://HOST:PORT", "nothing")]
    [InlineData("a port that nobody listens on", "does not answer", "http://127.0.0.1:1")]
    public static async Task Ends_with_1_when_it_names(string description, string says, string url)
    {
        var result = await TokenAuthzProcess.RunAsync(["check-config", "--running", url]);

        Assert.True((result.ExitCode, result.Output) == (1, ""), description);
        Assert.Contains(says, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public static async Task Ends_with_1_when_it_names_a_port_of_checks()
    {
        await using var service = RunningService.Start($"Secret={Secret}");

        var result = await TokenAuthzProcess.RunAsync(["check-config", "--running", $"http://127.0.0.1:{service.CheckPort}"]);

        Assert.Equal((1, ""), (result.ExitCode, result.Output));
    }

    [Theory]
    [InlineData("no settings", "{}")]
    [InlineData("a list", "[1]")]
    [InlineData(
        "no keys", """{"version":"1","loadedAt":"2026-11-26T00:00:00Z","isCurrent":true,"errors":[],"restartNeeded":[],"listeners":[]}""")]
    public static async Task Ends_with_1_when_another_server_answers_with(string description, string json)
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        var asked = TokenAuthzProcess.RunAsync(["check-config", "--running", $"http://127.0.0.1:{port}"]);
        using var client = await other.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        await using var stream = client.GetStream();
        await stream.ReadExactlyAsync(new byte[16], TestContext.Current.CancellationToken);
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {json.Length}\r\n\r\n{json}"),
            TestContext.Current.CancellationToken);

        var result = await asked;

        Expect.Equal((1, ""), (result.ExitCode, result.Output), description);
        Assert.EndsWith("write the URL of the admin port of token-authz.", result.Error.TrimEnd(), StringComparison.Ordinal);
    }

    private static Task<CommandResult> AskAsync(RunningService service) =>
        TokenAuthzProcess.RunAsync(["check-config", "--running", $"http://127.0.0.1:{service.AdminPort}"]);

    private static async Task<CommandResult> UntilAsync(RunningService service, string line)
    {
        CommandResult? result = null;
        await Poll.UntilAsync($"there is a line {line}", async () =>
        {
            result = await AskAsync(service);
            return result.Output.Contains($"\n  {line} ", StringComparison.Ordinal);
        });
        return result!;
    }
}
