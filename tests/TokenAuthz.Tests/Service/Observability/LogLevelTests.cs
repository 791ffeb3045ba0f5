using Serilog.Events;

namespace TokenAuthz.Tests.Service.Observability;

/// <summary>What is less than the configured level is not written, whoever says it.</summary>
[InProcess]
public sealed class LogLevelTests
{
    [Theory]
    [InlineData("Warning")]
    [InlineData("Error")]
    public async Task Writes_nothing_of_an_orderly_run_when_the_level_is(string level)
    {
        await using var service = RunningService.Start($"Log:Level={level}");

        await service.CheckAsync("/a", Token.Line("/a"));
        await service.CheckAsync("/a");

        Assert.Empty(service.Logs.Messages);
    }

    [Fact]
    public async Task Says_where_it_listens_and_nothing_finer_of_the_host_when_the_level_is_debug()
    {
        await using var service = RunningService.Start("Log:Level=Debug");

        await service.CheckAsync("/a", Token.Line("/a"));

        Assert.Equal(
            2,
            service.Logs
                .At(LogEventLevel.Information)
                .Count(entry => entry.MessageTemplate.Text.StartsWith("Now listening on", StringComparison.Ordinal)));
        Assert.DoesNotContain(
            service.Logs.At(LogEventLevel.Debug),
            entry => entry.Properties["SourceContext"].ToString().Contains("Microsoft", StringComparison.Ordinal));
    }
}
