using Microsoft.Extensions.DependencyInjection;
using TokenAuthz.Configuration;
using TokenAuthz.Engine.Hosting;
using TokenAuthz.Tests.Service.Grpc;

namespace TokenAuthz.Tests.Service.Observability;

/// <summary>No secret and no token is written: to a log, a metric, an answer or an error.</summary>
[Promise(7)]
[InProcess]
public sealed class SecrecyTests
{
    private const string Secret = "hush-of-the-tests";
    private const string Other = "other-of-the-tests";

    [Fact]
    public async Task Writes_neither_a_secret_nor_a_token_whatever_happens_to_it()
    {
        await using var service = RunningService.Start(
            "Log:Level=Debug", "Log:DenialsPerSecond=1000", $"Secret={Secret}", "Keys:0:Id=other", $"Keys:0:Value={Other}",
            "OnAllow:KeyId=true", "OnAllow:Policy=true");
        var (right, wrong) = (Token.Of("/a", Secret), Token.Of("/a", "third"));
        var answers = new List<RawAnswer>
        {
            await service.CheckAsync("/a", $"token: {right}\r\n"),
            await service.CheckAsync("/a", $"token: {wrong}\r\n"),
            await service.CheckAsync("/a", $"token: {right}\r\ntoken: {wrong}\r\n"),
            await service.CheckAsync($"/a?token={right}&x={wrong}", $"token: {right}\r\n"),
            await service.CheckAsync($"/a#{right}"),
            await service.CheckAsync("/a", $"token: {right}\0\r\n"),
            await service.CheckAsync("/a", $"token: {right}\r\nno colon\r\n"),
            await service.AdminAsync("/metrics", $"token: {right}\r\n"),
            await service.AdminAsync("/none", $"token: {right}\r\n"),
            await service.AdminAsync("/readyz"),
        };

        // A reload that is refused says why; it may not say what it read.
        service.Configure($"Secret={Secret}", "Keys:0:Id=default", $"Keys:0:Value={Secret}", "Keys:1:Id=b", $"Keys:1:Value={Other}");
        await Poll.UntilAsync(
            "the reload was refused", () => service.Logs.Lines.Contains("is there twice", StringComparison.Ordinal));
        answers.Add(await service.AdminAsync("/metrics"));

        var written =
            service.Logs.Lines + string.Join('\n', answers.Select(answer => $"{string.Join('\n', answer.Headers)}\n{answer.Body}"));
        Assert.All(
            [Secret, Other, right, wrong, Token.Of("/a", Other)],
            hidden => Assert.DoesNotContain(hidden, written, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Writes_no_secret_when_a_check_fails()
    {
        await using var service = RunningService.Start(services => services.AddSingleton(_ => Load(new BrokenClock())), "Log:Level=Debug");
        var right = Token.Of("/a", Secret);

        var answer = await service.CheckAsync("/a", $"token: {right}\r\n");

        answer.AssertDenied("error");
        Assert.Contains("failed and was denied", service.Logs.Lines, StringComparison.Ordinal);
        Assert.DoesNotContain(right, service.Logs.Lines, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Secret, service.Logs.Lines, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Logs_no_control_character_whatever_a_gateway_hands_on_by_gRPC()
    {
        await using var service = RunningService.Start("Listeners:0:Kind=ext-authz-grpc", "Log:Level=Debug", "Log:DenialsPerSecond=100000");
        foreach (var c in Enumerable.Range(0, 256).Select(c => (char)c).Concat("\u2028\u2029\u202e\u200b\ufeff"))
        {
            await GrpcClient.CheckAsync(service.CheckPort, GrpcClient.Question(http =>
            {
                (http.Method, http.Host, http.Path) = ($"G{c}T", $"a{c}b", $"/a{c}b");
                http.Headers["token"] = c.ToString();
            }));
        }

        Assert.NotEmpty(service.Logs.Denials);
        Assert.All(service.Logs.Messages, message => Assert.DoesNotContain(message, c => c is < ' ' or > '~'));
    }

    [Fact]
    public async Task Logs_no_control_character_whatever_a_client_sends()
    {
        await using var service = RunningService.Start("Log:Level=Debug", "Log:DenialsPerSecond=100000");
        for (var c = '\0'; c <= '\u00ff'; c++)
        {
            await service.CheckAsync($"/{c}", $"token: {c}\r\nx-forwarded-for: {c}\r\n");
            await RawHttp.SendToEndAsync(service.CheckPort, $"G{c}T / HTTP/1.1\r\nHost: {c}\r\nConnection: close\r\n\r\n");
        }

        Assert.NotEmpty(service.Logs.Denials);
        Assert.All(service.Logs.Messages, message => Assert.DoesNotContain(message, c => c is < ' ' or > '~'));
    }

    private static HostConfiguration<ServiceSettings> Load(TimeProvider clock) => HostConfiguration.Load(
        SettingsSources.Create(file: null, "Production", [
            "--TokenAuthz:Keys:0:Id=dated", $"--TokenAuthz:Keys:0:Value={Secret}", "--TokenAuthz:Keys:0:NotAfter=2999-01-01T00:00:00Z",
        ]), ServiceSettings.Read, clock);

    private sealed class BrokenClock : TimeProvider
    {
        private int _readings;

        // The first reading is at the start, to see which keys have ended.
        public override DateTimeOffset GetUtcNow() =>
            _readings++ == 0 ? base.GetUtcNow() : throw new InvalidOperationException("The clock is broken.");
    }
}
