using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using TokenAuthz.Engine.Checks;
using TokenAuthz.Observability;
using TokenAuthz.Refusals;
using TokenAuthz.Signing;

namespace TokenAuthz.Tests.Service.Observability;

/// <summary>Every check is counted once, by what it came to.</summary>
public sealed class DecisionMetricsTests
{
    /// <summary>What a check carries, and the reason of the deny; empty when it passes.</summary>
    public static TheoryData<string, string> Outcomes { get; } = new()
    {
        { Token.Line("/a"), "" },
        { "", "missing_token" },
        { Token.Line("/b"), "invalid_token" },
    };

    public static TheoryData<DenyReason> Reasons { get; } = [.. DenyReasons.All];

    [Theory]
    [MemberData(nameof(Outcomes))]
    public async Task Counts_a_check_once_and_as_nothing_else_when_it_comes_to(string headers, string reason)
    {
        await using var service = RunningService.Start();
        await service.CheckAsync("/a", Token.Line("/a"));
        var before = await service.MetricsAsync();

        await service.CheckAsync("/a", headers);

        var after = await service.MetricsAsync();
        var changed =
            after.Values.Keys.Where(
                series => series.StartsWith("token_authz_decisions_total", StringComparison.Ordinal) && after[series] != before[series]);
        var series = Assert.Single(changed);
        Assert.Equal(reason.Length == 0 ? Samples.Allowed : Samples.Denied(reason), series);
        Assert.Equal(before[series] + 1, after[series]);
    }

    // Whether or not a configuration can bring it about today.
    [InProcess]
    [Theory]
    [MemberData(nameof(Reasons))]
    public async Task Counts_a_denial_by_its_reason_when_it_is(DenyReason reason)
    {
        await using var service = RunningService.Start();
        var snapshot = service.Services.GetRequiredService<CheckEngine>().Snapshot;
        var cause = DenyCauses.All.First(cause => cause.Reason() == reason);
        var decision = new Decision(snapshot, snapshot.Policies.Single()).Deny(cause);

        service.Services.GetRequiredService<CheckMetrics>().Observe("ext-authz", decision, TimeSpan.Zero);

        var metrics = await service.MetricsAsync();
        Assert.Equal(1, metrics[Samples.Denied(reason.Code())]);
        Assert.Equal(
            1,
            metrics.Values
                .Where(sample => sample.Key.StartsWith("token_authz_decisions_total", StringComparison.Ordinal))
                .Sum(sample => sample.Value));
    }

    [Fact]
    public async Task Times_each_check_whatever_it_comes_to()
    {
        await using var service = RunningService.Start();

        await service.CheckAsync("/a", Token.Line("/a"));
        await service.CheckAsync("/a");

        var metrics = await service.MetricsAsync();
        Assert.Equal(2, metrics["""token_authz_decision_duration_seconds_count{listener="ext-authz"}"""]);
        Assert.Equal(2, metrics["""token_authz_decision_duration_seconds_bucket{listener="ext-authz",le="+Inf"}"""]);
    }

    [Fact]
    public async Task Counts_the_checks_of_each_key()
    {
        await using var service = RunningService.Start("Keys:0:Id=old", "Keys:0:Value=first", "Keys:1:Id=new", "Keys:1:Value=second");

        await service.CheckAsync("/a", Token.Line("/a", "first"));
        await service.CheckAsync("/a", Token.Line("/a", "second"));
        await service.CheckAsync("/a", Token.Line("/a", "second"));
        await service.CheckAsync("/a", Token.Line("/a", "third"));

        var metrics = await service.MetricsAsync();
        Assert.Equal(1, metrics["""token_authz_key_uses_total{key_id="old"}"""]);
        Assert.Equal(2, metrics["""token_authz_key_uses_total{key_id="new"}"""]);
    }

    [Fact]
    public async Task Shows_when_a_key_ends_and_the_version()
    {
        await using var service = RunningService.Start(
            "Keys:0:Id=short", "Keys:0:Value=first", "Keys:0:NotAfter=2100-01-01T00:00:00Z", "Keys:1:Id=long", "Keys:1:Value=second");

        var metrics = await service.MetricsAsync();

        Assert.Equal(4102444800, metrics["""token_authz_key_expiry_timestamp_seconds{key_id="short"}"""]);
        Assert.Equal(1, metrics["""token_authz_key_info{key_id="short",kind="secret",fingerprint=""}"""]);
        Assert.Equal(1, metrics["""token_authz_key_info{key_id="long",kind="secret",fingerprint=""}"""]);
        Assert.DoesNotContain("""token_authz_key_expiry_timestamp_seconds{key_id="long"}""", metrics.Values.Keys);
        Assert.Single(metrics.Values.Keys, series => series.StartsWith("token_authz_build_info{version=\"", StringComparison.Ordinal));
    }

    [Promise(8)]
    [Fact]
    public async Task Has_no_more_series_after_hostile_requests_than_after_plain_ones()
    {
        await using var service = RunningService.Start();
        await service.CheckAsync("/a", Token.Line("/a"));
        await service.CheckAsync("/a");
        await service.CheckAsync("/a", "token: wrong\r\n");
        await service.CheckAsync("/a b");
        await RawHttp.SendToEndAsync(service.CheckPort, "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        var before = await service.MetricsAsync();

        for (var i = 0; i < 50; i++)
        {
            var made = "made" + i.ToString(CultureInfo.InvariantCulture);
            var headers = $"User-Agent: {made}\r\nX-Forwarded-For: {made}\r\n{made}: {made}\r\nx-auth-policy: {made}\r\n";
            await service.CheckAsync($"/{made}?{made}", headers + Token.Line($"/{made}?{made}"), method: made);
            await service.CheckAsync($"/{made}", headers + $"token: {made}\r\n");
            await service.AdminAsync($"/{made}", headers, made);
            await service.AdminAsync($"/metrics?{made}", headers, made);
            await RawHttp.SendToEndAsync(service.CheckPort, $"GET / HTTP/1.1\r\nHost: {made}\r\nConnection: close\r\n\r\n");
            await RawHttp.SendToEndAsync(service.CheckPort, $"GET / HTTP/{made}\r\nHost: {made}\r\n\r\n");
        }

        var after = await service.MetricsAsync();
        Assert.Equal(before.Values.Keys.Order(StringComparer.Ordinal), after.Values.Keys.Order(StringComparer.Ordinal));
    }
}
