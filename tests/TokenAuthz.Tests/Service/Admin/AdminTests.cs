namespace TokenAuthz.Tests.Service.Admin;

/// <summary>What the admin port answers, and that it answers nothing else.</summary>
public sealed class AdminTests(SharedService shared)
{
    public static TheoryData<string> Elsewhere { get; } =
        ["/", "/health", "/metrics/x", "/healthz/x", "/readyz2", "/favicon.ico", "/debug", "/../metrics/..", "/a/b?x=1"];

    [Theory]
    [InlineData("/healthz")]
    [InlineData("/readyz")]
    public async Task Is_healthy_while_it_runs(string path)
    {
        var answer = await shared.Service.AdminAsync(path);

        Assert.Equal((200, "Healthy"), (answer.Status, answer.Body));
    }

    [Fact]
    public async Task Shows_metrics_in_the_text_format()
    {
        var answer = await shared.Service.AdminAsync("/metrics");

        Assert.Equal(200, answer.Status);
        Assert.StartsWith("text/plain; version=0.0.4", answer.Value("content-type"), StringComparison.Ordinal);
        Assert.Contains("# TYPE token_authz_decisions_total counter", answer.Body, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Elsewhere))]
    public async Task Answers_404_when_the_path_is_another(string path)
    {
        Assert.Equal(404, (await shared.Service.AdminAsync(path)).Status);
        Assert.Equal(404, (await shared.Service.AdminAsync(path, Token.Line(path))).Status);
    }
}
