using TokenAuthz.Engine.Checks;
using TokenAuthz.Engine.SingleUse;
using TokenAuthz.EnvoyModule;
using TokenAuthz.Signing.Verifying;

namespace TokenAuthz.EndToEnd.InsideEnvoy;

/// <summary>A claim calls Envoy once when the store answers, and not at all when the request has ended.</summary>
[Collection(nameof(EnvoyStandIn))]
public sealed class PendingClaimTests(EnvoyStandIn envoy)
{
    private readonly Store _store = new();

    [Fact]
    public void Calls_Envoy_once_when_the_store_has_answered()
    {
        Programs.Require("clang");
        var claim = Begin(_store);
        Assert.Equal((1, 0), (envoy.Schedulers(), envoy.TakeScheduled()));

        _store.Answer.SetResult(true);

        Assert.Equal((1, ClaimResult.First, null), (envoy.TakeScheduled(), claim.Result, claim.Failure));
        claim.Abandon();
        Assert.Equal((0, 0), (envoy.Schedulers(), envoy.TakeScheduled()));
    }

    [Fact]
    public void Calls_Envoy_when_the_store_fails()
    {
        Programs.Require("clang");
        var claim = Begin(_store);

        _store.Answer.SetException(new SingleUseException("The store is gone."));

        Assert.Equal((1, ClaimResult.Unknown), (envoy.TakeScheduled(), claim.Result));
        Assert.IsType<SingleUseException>(claim.Failure);
        claim.Abandon();
    }

    [Fact]
    public void Does_not_call_Envoy_when_the_request_has_ended()
    {
        Programs.Require("clang");
        var claim = Begin(_store);

        claim.Abandon();
        Assert.Equal(0, envoy.Schedulers());
        _store.Answer.SetResult(true);

        Assert.Equal(0, envoy.TakeScheduled());
    }

    [Fact]
    public async Task Frees_every_scheduler_when_requests_end_while_the_store_answers()
    {
        Programs.Require("clang");
        var cancellation = TestContext.Current.CancellationToken;
        for (var i = 0; i < 2_000; i++)
        {
            var store = new Store();
            var claim = Begin(store);
            await Task.WhenAll(Task.Run(() => store.Answer.SetResult(true), cancellation), Task.Run(claim.Abandon, cancellation));
        }

        Assert.Equal(0, envoy.Schedulers());
        Assert.InRange(envoy.TakeScheduled(), 0, 2_000);
    }

    private static PendingClaim Begin(Store store)
    {
        var claim = new PendingClaim(1, default);
        claim.Begin(store);
        return claim;
    }

    /// <summary>A store that answers when the test wants it to.</summary>
    private sealed class Store : IUsedTokens
    {
        public TaskCompletionSource<bool> Answer { get; } = new();

        public ValueTask<bool> TryClaimAsync(SingleUseClaim claim) => new(Answer.Task);
    }
}
