using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Serilog.Events;

namespace TokenAuthz.Tests.Service.Observability;

/// <summary>Denials are logged with their reason, so many a second; allows are not.</summary>
[InProcess]
public sealed class DenialLogTests
{
    private const string Logging = "Log:Level=Information";

    [Theory]
    [InlineData("", "missing_token")]
    [InlineData("token: wrong\r\n", "invalid_token")]
    public async Task Logs_a_denial_with_its_reason(string headers, string reason)
    {
        await using var service = RunningService.Start(Logging);

        await service.CheckAsync("/a/b?x=1", headers, "PUT");

        var denial = Assert.Single(service.Logs.Denials);
        Assert.Equal(LogEventLevel.Information, denial.Level);
        Assert.Equal(reason, Text(denial, "Reason"));
        Assert.Equal(("ext-authz", "default"), (Text(denial, "Listener"), Text(denial, "Policy")));
        Assert.Equal(("PUT", "example.com", "/a/b"), (Text(denial, "Method"), Text(denial, "Host"), Text(denial, "Path")));
    }

    [Fact]
    public async Task Does_not_log_a_check_that_passes()
    {
        await using var service = RunningService.Start(Logging);

        await service.CheckAsync("/passes", Token.Line("/passes"));
        await service.CheckAsync("/denied");

        Assert.Equal("/denied", Text(Assert.Single(service.Logs.Denials), "Path"));
        Assert.DoesNotContain("/passes", service.Logs.Lines, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Logs_so_many_a_second_of_each_reason_and_counts_the_others()
    {
        var clock = new FakeTimeProvider();
        await using var service =
            RunningService.Start(services => services.AddSingleton<TimeProvider>(clock), Logging, "Log:DenialsPerSecond=2");

        for (var i = 0; i < 5; i++) await service.CheckAsync("/a");
        await service.CheckAsync("/a", "token: wrong\r\n");

        Assert.Equal(["missing_token", "missing_token", "invalid_token"], service.Logs.Denials.Select(denial => Text(denial, "Reason")));
        var metrics = await service.MetricsAsync();
        Assert.Equal(3, metrics["""token_authz_log_events_suppressed_total{reason="missing_token"}"""]);
        Assert.Equal(0, metrics["""token_authz_log_events_suppressed_total{reason="invalid_token"}"""]);

        clock.Advance(TimeSpan.FromSeconds(1));
        await service.CheckAsync("/a");
        await service.CheckAsync("/a");

        Assert.Equal(["3", "0"], service.Logs.Denials.TakeLast(2).Select(denial => denial.Properties["LeftOut"].ToString()));
    }

    [Fact]
    public async Task Counts_every_denial_when_none_is_logged()
    {
        await using var service = RunningService.Start(Logging, "Log:DenialsPerSecond=0");

        await service.CheckAsync("/a");
        await service.CheckAsync("/a");

        Assert.Empty(service.Logs.Denials);
        Assert.Equal(2, (await service.MetricsAsync())[Samples.Denied("missing_token")]);
    }

    [Promise(7)]
    [Fact]
    public async Task Escapes_what_a_client_sent()
    {
        await using var service = RunningService.Start(Logging);

        // TAB, a backslash and DEL pass in a target.
        await service.CheckAsync("/a\tb\\\u007f<>\"");

        Assert.Equal("/a\\u0009b\\u005c\\u007f<>\"", Text(Assert.Single(service.Logs.Denials), "Path"));
    }

    [Promise(7)]
    [Fact]
    public async Task Cuts_what_a_client_sent()
    {
        await using var service = RunningService.Start(Logging);

        await RawHttp.SendToEndAsync(
            service.CheckPort,
            $"{new string('M', 999)} /{new string('p', 9999)} HTTP/1.1\r\nHost: {new string('h', 999)}\r\nConnection: close\r\n\r\n");

        var denial = Assert.Single(service.Logs.Denials);
        Assert.Equal(new string('M', 16) + "…", Text(denial, "Method"));
        Assert.Equal(new string('h', 128) + "…", Text(denial, "Host"));
        Assert.Equal("/" + new string('p', 255) + "…", Text(denial, "Path"));
    }

    private static string? Text(LogEvent entry, string property) => (entry.Properties[property] as ScalarValue)?.Value as string;
}
