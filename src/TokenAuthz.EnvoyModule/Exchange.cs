using System.Runtime.InteropServices;
using TokenAuthz.Engine.Checks;

namespace TokenAuthz.EnvoyModule;

/// <summary>One request of a filter. In native memory, because Envoy keeps its address, which the collector must not change.</summary>
internal unsafe struct Exchange
{
    private nint _filter;
    private nint _step;

    /// <summary>How far the check is.</summary>
    public ExchangeState State;

    /// <summary>The filter that checks the request.</summary>
    public readonly Filter Filter => (Filter)GCHandle.FromIntPtr(_filter).Target!;

    /// <summary>The step that needs the body.</summary>
    public readonly CheckStep Step => (CheckStep)GCHandle.FromIntPtr(_step).Target!;

    /// <summary>Begins a request.</summary>
    /// <param name="filter">A handle of its filter, which outlives the request.</param>
    public static Exchange* Begin(nint filter)
    {
        var exchange = (Exchange*)NativeMemory.Alloc((nuint)sizeof(Exchange));
        *exchange = new() { _filter = filter };
        return exchange;
    }

    /// <summary>Keeps a step until the body is there.</summary>
    public void AwaitBody(in CheckStep step)
    {
        _step = GCHandle.ToIntPtr(GCHandle.Alloc(step));
        State = ExchangeState.AwaitsBody;
    }

    /// <summary>Ends a request.</summary>
    public static void End(Exchange* exchange)
    {
        if (exchange->_step != 0) GCHandle.FromIntPtr(exchange->_step).Free();
        NativeMemory.Free(exchange);
    }
}
