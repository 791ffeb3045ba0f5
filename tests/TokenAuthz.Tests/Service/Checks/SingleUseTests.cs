using System.Security.Cryptography;
using Serilog.Events;
using TokenAuthz.Engine.SingleUse;

namespace TokenAuthz.Tests.Service.Checks;

/// <summary>A token of single use opens once, over real sockets.</summary>
public sealed class SingleUseTests
{
    private const string Disagreements = """token_authz_shadow_disagreements_total{policy="default"}""";

    [Fact]
    public async Task Allows_a_token_once_and_counts_the_second_time()
    {
        await using var service = RunningService.Start(OneTimeLink.Settings);

        (await service.CheckAsync(OneTimeLink.To("/a"))).AssertAllowed();
        (await service.CheckAsync(OneTimeLink.To("/a"))).AssertDenied("replayed");
        (await service.CheckAsync(OneTimeLink.To("/b"))).AssertAllowed();

        var metrics = await service.MetricsAsync();
        Assert.Equal((2, 1), (metrics[Samples.Allowed], metrics[Samples.Denied("replayed")]));
    }

    [Fact]
    public async Task Remembers_a_token_that_has_no_end()
    {
        await using var service = RunningService.Start(
            "Policies:0:Name=links", "Policies:0:Scheme=links", "Schemes:links:Preset=token-header", "Schemes:links:SingleUse=true",
            "Schemes:links:RememberFor=1.00:00:00");

        (await service.CheckAsync("/a", $"token: {Token.Of("/a")}\r\n")).AssertAllowed();
        (await service.CheckAsync("/a", $"token: {Token.Of("/a")}\r\n")).AssertDenied("replayed");
        (await service.CheckAsync("/b", $"token: {Token.Of("/b")}\r\n")).AssertAllowed();
    }

    [Fact]
    public async Task Allows_one_of_many_that_come_at_once()
    {
        await using var service = RunningService.Start(OneTimeLink.Settings);

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => service.CheckAsync(OneTimeLink.To("/a"))));

        Assert.Single(answers, answer => answer.Status == 200);
        Assert.Equal(99, answers.Count(answer => answer.Value("x-auth-reason") == "replayed"));
    }

    [Fact]
    public async Task Takes_a_token_in_other_letters_for_the_same()
    {
        await using var service = RunningService.Start(OneTimeLink.Settings);
        var parts = OneTimeLink.To("/a").Split("token=");

        (await service.CheckAsync(parts[0] + "token=" + parts[1])).AssertAllowed();
        (await service.CheckAsync(parts[0] + "x=1&token=" + parts[1])).AssertDenied("replayed");
        (await service.CheckAsync(parts[0] + "token=" + parts[1][..32].ToUpperInvariant() + parts[1][32..])).AssertDenied("replayed");
    }

    [Theory]
    [InlineData("a signature of another key", "invalid_token", "/a", "another")]
    [InlineData("another path", "invalid_token", "/b", Token.Secret)]
    public async Task Does_not_use_a_token_up_when_it_denies(string description, string reason, string path, string secret)
    {
        await using var service = RunningService.Start(OneTimeLink.Settings);
        var denied = path + OneTimeLink.To("/a", secret)[2..];

        Expect.Equal(reason, (await service.CheckAsync(denied)).Value("x-auth-reason"), description);
        (await service.CheckAsync(OneTimeLink.To("/a"))).AssertAllowed();
    }

    [Fact]
    public async Task Lets_pass_what_was_used_and_counts_it_when_in_shadow()
    {
        await using var service = RunningService.Start([.. OneTimeLink.Settings, "Policies:0:Mode=Shadow"]);

        (await service.CheckAsync(OneTimeLink.To("/a"))).AssertAllowed();
        Assert.Equal(0, (await service.MetricsAsync())[Disagreements]);
        (await service.CheckAsync(OneTimeLink.To("/a"))).AssertAllowed();

        Assert.Equal(1, (await service.MetricsAsync())[Disagreements]);
    }

    [InProcess]
    [Fact]
    public async Task Denies_further_tokens_and_counts_and_logs_them_when_it_can_remember_no_more()
    {
        await using var service = RunningService.Start([.. OneTimeLink.Settings, "SingleUse:MaxTokens=1"]);

        (await service.CheckAsync(OneTimeLink.To("/a"))).AssertAllowed();
        (await service.CheckAsync(OneTimeLink.To("/b"))).AssertDenied("error");
        (await service.CheckAsync(OneTimeLink.To("/a"))).AssertDenied("replayed");

        Assert.Equal(1, (await service.MetricsAsync())[Samples.Denied("error")]);
        var logged = Assert.Single(service.Logs.At(LogEventLevel.Error)).Exception;
        Assert.Contains("TokenAuthz:SingleUse:MaxTokens", Assert.IsType<SingleUseException>(logged).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lets_pass_what_it_cannot_remember_when_in_shadow()
    {
        await using var service = RunningService.Start([.. OneTimeLink.Settings, "Policies:0:Mode=Shadow", "SingleUse:MaxTokens=1"]);

        (await service.CheckAsync(OneTimeLink.To("/a"))).AssertAllowed();
        (await service.CheckAsync(OneTimeLink.To("/b"))).AssertAllowed();

        Assert.Equal(1, (await service.MetricsAsync())[Disagreements]);
    }

    /// <summary>The header of the first check and of the second; whether the second passes.</summary>
    [Theory]
    [InlineData("the same request", "x-check-id: 0123456789abcdef", "x-check-id: 0123456789abcdef", true)]
    [InlineData("another request", "x-check-id: 0123456789abcdef", "x-check-id: 0123456789abcdee", false)]
    [InlineData("an id for the second only", "", "x-check-id: 0123456789abcdef", false)]
    [InlineData("an id for the first only", "x-check-id: 0123456789abcdef", "", false)]
    [InlineData("an id too short for a gateway's", "x-check-id: 0123456789abcde", "x-check-id: 0123456789abcde", false)]
    [InlineData("an empty id", "x-check-id:", "x-check-id:", false)]
    [InlineData("two ids", "x-check-id: 0123456789abcdef\r\nx-check-id: 0123456789abcdef",
        "x-check-id: 0123456789abcdef\r\nx-check-id: 0123456789abcdef", false)]
    [InlineData("another header", "x-request-id: 0123456789abcdef", "x-request-id: 0123456789abcdef", false)]
    public async Task Allows_a_second_check_of_the_same_request_alone(string description, string first, string second, bool isAllowed)
    {
        await using var service = RunningService.Start([.. OneTimeLink.Settings, "SingleUse:RequestIdHeader=X-Check-Id"]);

        (await service.CheckAsync(OneTimeLink.To("/a"), first.Length == 0 ? "" : $"{first}\r\n")).AssertAllowed();
        var answer = await service.CheckAsync(OneTimeLink.To("/a"), second.Length == 0 ? "" : $"{second}\r\n");

        Expect.Equal(isAllowed ? null : "replayed", answer.Value("x-auth-reason"), description);
    }

    [Fact]
    public async Task Denies_a_token_without_an_end_as_nobody_could_forget_it()
    {
        var token = "acl=/*~hmac=" + Convert.ToHexStringLower(HMACSHA256.HashData([1, 2, 3], "acl=/*"u8));
        string[] settings = ["Policies:0:Name=default", "Policies:0:Scheme=links", "Schemes:links:Preset=akamai-token-2", "Keys:0:Id=a",
            "Keys:0:Value=010203", "Listeners:0:ClientAddressHeader=x-client-address"];
        await using var many = RunningService.Start(settings);
        await using var once = RunningService.Start([.. settings, "Schemes:links:SingleUse=true"]);

        (await many.CheckAsync("/a?hdnts=" + token)).AssertAllowed();
        (await once.CheckAsync("/a?hdnts=" + token)).AssertDenied("invalid_token");
    }
}
