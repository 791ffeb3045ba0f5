using System.Runtime.InteropServices;
using TokenAuthz.Engine.Checks;

namespace TokenAuthz.EnvoyModule;

/// <summary>One request of a filter, in native memory that <c>hooks.c</c> allocates and frees. It has the same fields there.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Exchange
{
    private readonly nint _filter;
    private nint _step;

    /// <summary>How far the check is.</summary>
    public ExchangeState State;

    /// <summary>The filter that checks the request, and outlives it.</summary>
    public readonly Filter Filter => GCHandle<Filter>.FromIntPtr(_filter).Target;

    /// <summary>The step that needs the body.</summary>
    public readonly CheckStep Step => (CheckStep)GCHandle.FromIntPtr(_step).Target!;

    /// <summary>Keeps a step until the body is there.</summary>
    public void AwaitBody(in CheckStep step)
    {
        _step = GCHandle.ToIntPtr(GCHandle.Alloc(step));
        State = ExchangeState.AwaitsBody;
    }

    /// <summary>Releases what is kept. Called once, at the end of a request that keeps something.</summary>
    public readonly void Release() => GCHandle.FromIntPtr(_step).Free();
}
