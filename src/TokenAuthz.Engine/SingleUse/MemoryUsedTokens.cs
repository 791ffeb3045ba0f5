using TokenAuthz.Signing.Verifying;

namespace TokenAuthz.Engine.SingleUse;

/// <summary>Remembers used tokens in this process; enough for one replica.</summary>
public sealed class MemoryUsedTokens(TimeProvider time) : IUsedTokens
{
    private readonly Lock _lock = new();
    private readonly HashSet<UInt128> _used = [];
    private readonly PriorityQueue<UInt128, long> _ends = new();

    // The claims of requests that a gateway may ask about again, in their order.
    private readonly Queue<(SingleUseClaim Claim, long Until)> _recent = new();
    private readonly Dictionary<UInt128, UInt128> _requests = [];

    /// <summary>How many tokens are remembered at most; of a further one the store cannot tell whether it was used.</summary>
    public int MaxTokens { get; set; }

    /// <summary>How many tokens are remembered.</summary>
    public int Count
    {
        get
        {
            lock (_lock) return _used.Count;
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> TryClaimAsync(SingleUseClaim claim) => new(TryClaim(claim));

    /// <summary>Claims a token as <see cref="TryClaimAsync"/> does, which is synchronous here.</summary>
    public bool TryClaim(SingleUseClaim claim)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow().ToUnixTimeSeconds();
            Forget(now);
            if (_used.Contains(claim.Id)) return claim.RequestId != 0 && _requests.GetValueOrDefault(claim.Id) == claim.RequestId;
            if (_used.Count >= MaxTokens)
            {
                throw new SingleUseException(
                    $"{MaxTokens} used tokens are remembered, which is all that TokenAuthz:SingleUse:MaxTokens allows; "
                    + "set more, or a shorter Ttl or RememberFor");
            }

            _used.Add(claim.Id);
            _ends.Enqueue(claim.Id, claim.Until);
            if (claim.RequestId == 0) return true;
            _requests[claim.Id] = claim.RequestId;
            _recent.Enqueue((claim, now + SingleUseLife.RetryWindow));
            return true;
        }
    }

    private void Forget(long now)
    {
        while (_recent.TryPeek(out var recent) && recent.Until < now) _requests.Remove(_recent.Dequeue().Claim.Id);
        while (_ends.TryPeek(out var id, out var until) && until + SingleUseLife.Beyond < now)
        {
            _ends.Dequeue();
            _used.Remove(id);
        }
    }
}
