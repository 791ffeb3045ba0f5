using System.Runtime.InteropServices;
using TokenAuthz.Engine.Checks;

namespace TokenAuthz.EnvoyModule;

/// <summary>One request of a filter, in native memory that <c>hooks.c</c> allocates and frees. It has the same fields there.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Exchange
{
    private readonly nint _filter;
    private nint _kept;

    /// <summary>How far the check is.</summary>
    public ExchangeState State;

    /// <summary>The filter that checks the request, and outlives it.</summary>
    public readonly Filter Filter => GCHandle<Filter>.FromIntPtr(_filter).Target;

    /// <summary>The step that needs the body.</summary>
    public readonly CheckStep Step => (CheckStep)GCHandle.FromIntPtr(_kept).Target!;

    /// <summary>Keeps a step until the body is there.</summary>
    public void AwaitBody(in CheckStep step) => Keep(step, ExchangeState.AwaitsBody);

    /// <summary>Keeps a claim until the store has answered.</summary>
    public void AwaitClaim(PendingClaim claim) => Keep(claim, ExchangeState.AwaitsClaim);

    /// <summary>Takes the claim that the store has answered, because the request may go on for hours.</summary>
    public PendingClaim TakeClaim()
    {
        var claim = (PendingClaim)GCHandle.FromIntPtr(_kept).Target!;
        Release();
        return claim;
    }

    /// <summary>Releases what is kept. Also at the end of a request that keeps something: a claim does not call Envoy any more.</summary>
    public void Release()
    {
        var handle = GCHandle.FromIntPtr(_kept);
        (handle.Target as PendingClaim)?.Abandon();
        handle.Free();
        _kept = 0;
    }

    private void Keep(object kept, ExchangeState state)
    {
        if (_kept != 0) Release();
        (_kept, State) = (GCHandle.ToIntPtr(GCHandle.Alloc(kept)), state);
    }
}
