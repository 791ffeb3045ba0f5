using Google.Protobuf;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Serilog.Events;
using TokenAuthz.Engine.SingleUse;
using TokenAuthz.Grpc.Protocol;
using TokenAuthz.Signing.Verifying;
using TokenAuthz.Tests.Service.Grpc;

namespace TokenAuthz.Tests.Service.Checks;

/// <summary>A check that fails is a deny, counted and logged; an exception would become a 5xx.</summary>
[Promise(2)]
[InProcess]
public sealed class FailingCheckTests
{
    [Fact]
    public async Task Denies_the_right_token_when_the_check_fails()
    {
        await using var service = RunningService.Start(new ThrowingClock { IsBroken = true });

        (await service.CheckAsync("/a", Token.Line("/a"))).AssertDenied("error");
        (await service.CheckAsync("/a", $"token: {Token.Wrong}\r\n")).AssertDenied("error");
    }

    [Fact]
    public async Task Denies_by_gRPC_when_the_check_fails()
    {
        await using var service = RunningService.Start(new ThrowingClock { IsBroken = true }, "Listeners:0:Kind=ext-authz-grpc");

        await AssertErrorAsync(service, http => http.Headers["token"] = Token.Of("/a?b"));
        await AssertErrorAsync(service, http => http.Headers["token"] = Token.Wrong);

        var series = Samples.Denied("error", policy: "").Replace("ext-authz", "ext-authz-grpc", StringComparison.Ordinal);
        Assert.Equal(2, (await service.MetricsAsync())[series]);
    }

    [Theory]
    [InlineData("ext-authz")]
    [InlineData("ext-authz-grpc")]
    public async Task Denies_when_the_check_fails_once_the_body_is_read(string kind)
    {
        var clock = new ThrowingClock { IsBroken = true };
        await using var service =
            RunningService.Start(clock, $"Listeners:0:Kind={kind}", "Policies:0:Name=hooks", "Policies:0:Scheme=github-webhook");

        if (kind == "ext-authz")
            (await RawHttp.SendToEndAsync(
                service.CheckPort,
                RawHttp.Request("POST", "/a", headers: $"Content-Length: 5\r\n{Token.WebhookLine("hello")}", body: "hello")))
                .AssertDenied("error");
        else
        {
            await AssertErrorAsync(service, http =>
            {
                http.RawBody = ByteString.CopyFromUtf8("hello");
                http.Headers["x-hub-signature-256"] = $"sha256={Token.WebhookSignature("hello")}";
            });
        }
    }

    [Theory]
    [InlineData("ext-authz")]
    [InlineData("ext-authz-grpc")]
    public async Task Denies_the_right_token_when_the_store_of_used_tokens_fails(string kind)
    {
        await using var service = RunningService.Start(
            services => services.AddSingleton<IUsedTokens>(new ThrowingStore()), [$"Listeners:0:Kind={kind}", .. OneTimeLink.Settings]);

        if (kind == "ext-authz") (await service.CheckAsync(OneTimeLink.To("/a"))).AssertDenied("error");
        else await AssertErrorAsync(service, http => http.Path = OneTimeLink.To("/a"));
    }

    [Fact]
    public async Task Counts_and_logs_a_check_when_it_fails()
    {
        await using var service = RunningService.Start(new ThrowingClock { IsBroken = true });

        await service.CheckAsync("/a", Token.Line("/a"));

        Assert.Equal(1, (await service.MetricsAsync())[Samples.Denied("error", policy: "")]);
        var logged = Assert.Single(service.Logs.At(LogEventLevel.Error));
        Assert.IsType<InvalidTimeZoneException>(logged.Exception);
    }

    [Fact]
    public async Task Goes_on_with_checks_after_one_failed()
    {
        var clock = new ThrowingClock { IsBroken = true };
        await using var service = RunningService.Start(clock);
        using var connection = await RawConnection.OpenAsync(service.CheckPort);
        var request = $"GET /a HTTP/1.1\r\nHost: a\r\n{Token.Line("/a")}\r\n";
        await connection.SendAsync(request);
        (await connection.ReceiveAsync()).AssertDenied("error");

        clock.IsBroken = false;
        await connection.SendAsync(request);
        (await connection.ReceiveAsync()).AssertAllowed();
    }

    private static async Task AssertErrorAsync(RunningService service, Action<AttributeContext.Types.HttpRequest> request) =>
        GrpcClient.AssertDenied(await GrpcClient.CheckAsync(service.CheckPort, GrpcClient.Question(request)), "error", "by gRPC");

    // Not with the exception that a store is known to have.
    private sealed class ThrowingStore : IUsedTokens
    {
        public ValueTask<bool> TryClaimAsync(SingleUseClaim claim) => throw new InvalidTimeZoneException("The store is broken.");
    }

    private sealed class ThrowingClock : FakeTimeProvider
    {
        private int _readings;

        public bool IsBroken { get; set; }

        // The first reading is at the start, to see which keys have ended.
        public override DateTimeOffset GetUtcNow() =>
            IsBroken && Interlocked.Increment(ref _readings) > 1
                ? throw new InvalidTimeZoneException("The clock is broken.")
                : base.GetUtcNow();
    }
}
