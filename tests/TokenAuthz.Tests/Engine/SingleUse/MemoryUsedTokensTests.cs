using Microsoft.Extensions.Time.Testing;
using TokenAuthz.Engine.SingleUse;
using TokenAuthz.Signing.Verifying;

namespace TokenAuthz.Tests.Engine.SingleUse;

public sealed class MemoryUsedTokensTests
{
    private readonly FakeTimeProvider _clock = new(new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task One_of_many_concurrent_claims_of_one_token_wins()
    {
        var store = new MemoryUsedTokens(_clock) { MaxTokens = 1_000 };

        var claims = await Task.WhenAll(Enumerable.Range(0, 1_000).Select(_ => Task.Run(async () => await store.TryClaimAsync(Token(1)))));

        Assert.Single(claims, isFirst => isFirst);
    }

    [Fact]
    public void One_claim_of_each_token_wins_when_threads_claim_the_same_ones()
    {
        const int Tokens = 20_000;
        var store = new MemoryUsedTokens(_clock) { MaxTokens = Tokens };
        var won = 0;
        using var start = new Barrier(4);

        var threads = Enumerable.Range(0, start.ParticipantCount).Select(_ => new Thread(Claim) { IsBackground = true }).ToList();
        threads.ForEach(thread => thread.Start());

        // A set that threads have broken may never let go of one.
        Assert.All(threads, thread => Assert.True(thread.Join(Poll.Limit)));

        Assert.Equal((Tokens, Tokens), (won, store.Count));

        void Claim()
        {
            start.SignalAndWait();
            for (var id = 0; id < Tokens; id++)
            {
                if (IsFirst(store, Token(id))) Interlocked.Increment(ref won);
            }
        }
    }

    [Fact]
    public void Forgets_a_token_five_minutes_after_its_last_second_and_not_before()
    {
        var store = new MemoryUsedTokens(_clock) { MaxTokens = 10 };
        Assert.True(IsFirst(store, Token(1, seconds: 10)));

        _clock.Advance(TimeSpan.FromSeconds(310.999));
        Assert.False(IsFirst(store, Token(1, seconds: 10)));

        _clock.Advance(TimeSpan.FromSeconds(0.001));
        Assert.True(IsFirst(store, Token(1, seconds: 10)));
    }

    [Fact]
    public void Forgets_the_tokens_that_have_ended_whatever_their_order()
    {
        var store = new MemoryUsedTokens(_clock) { MaxTokens = 10 };
        foreach (var (id, seconds) in new[] { (1, 30), (2, 10), (3, 20), (4, 10) }) Assert.True(IsFirst(store, Token(id, seconds)));

        _clock.Advance(TimeSpan.FromSeconds(311));

        Assert.True(IsFirst(store, Token(5, 1000)));
        Assert.Equal(3, store.Count);
        Assert.False(IsFirst(store, Token(1, 30)));
        Assert.False(IsFirst(store, Token(3, 20)));
    }

    [Fact]
    public void Cannot_tell_when_it_is_full_and_says_what_to_set()
    {
        var store = new MemoryUsedTokens(_clock) { MaxTokens = 2 };
        Assert.True(IsFirst(store, Token(1, seconds: 10)));
        Assert.True(IsFirst(store, Token(2)));

        var full = Assert.Throws<SingleUseException>(() => IsFirst(store, Token(3)));

        Assert.Contains("TokenAuthz:SingleUse:MaxTokens", full.Message, StringComparison.Ordinal);
        Assert.False(IsFirst(store, Token(1, seconds: 10)));
        Assert.Equal(2, store.Count);

        _clock.Advance(TimeSpan.FromSeconds(311));
        Assert.True(IsFirst(store, Token(3, 1000)));
    }

    [Fact]
    public void A_claim_of_the_same_request_wins_again_for_a_few_seconds()
    {
        var store = new MemoryUsedTokens(_clock) { MaxTokens = 10 };
        var claim = Token(1) with { RequestId = 7 };

        Assert.True(IsFirst(store, claim));
        Assert.True(IsFirst(store, claim));
        Assert.False(IsFirst(store, claim with { RequestId = 8 }));
        Assert.False(IsFirst(store, Token(1)));
        Assert.True(IsFirst(store, Token(2)));
        Assert.False(IsFirst(store, Token(2) with { RequestId = 7 }));

        _clock.Advance(TimeSpan.FromSeconds(SingleUseLife.RetryWindow));
        Assert.True(IsFirst(store, claim));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.False(IsFirst(store, claim));
        Assert.Equal(2, store.Count);
    }

    // It never waits.
    private static bool IsFirst(MemoryUsedTokens store, SingleUseClaim claim) =>
        store.TryClaimAsync(claim).AsTask().GetAwaiter().GetResult();

    private SingleUseClaim Token(int id, int seconds = 100) => new((UInt128)id, _clock.Start.ToUnixTimeSeconds() + seconds);
}
