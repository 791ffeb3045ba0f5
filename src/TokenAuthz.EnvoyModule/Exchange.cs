using System.Runtime.InteropServices;

namespace TokenAuthz.EnvoyModule;

/// <summary>How far the check of one request is.</summary>
/// <remarks>The first is that of a request whose headers are not there yet.</remarks>
internal enum ExchangeState
{
    /// <summary>Nothing was decided.</summary>
    Open,

    /// <summary>The headers were read, and the body is signed.</summary>
    AwaitsBody,

    /// <summary>It went on, or is not checked.</summary>
    Passed,

    /// <summary>The client was answered.</summary>
    Denied,
}

/// <summary>One request of a filter. In native memory, as Envoy keeps its address: the collector has nothing of it.</summary>
internal unsafe struct Exchange
{
    private nint _filter;

    /// <summary>How far the check is.</summary>
    public ExchangeState State;

    /// <summary>The filter that checks it.</summary>
    public readonly Filter Filter => (Filter)GCHandle.FromIntPtr(_filter).Target!;

    /// <summary>Begins a request.</summary>
    /// <param name="filter">A handle of its filter, which outlives it.</param>
    public static Exchange* Begin(nint filter)
    {
        var exchange = (Exchange*)NativeMemory.Alloc((nuint)sizeof(Exchange));
        *exchange = new() { _filter = filter };
        return exchange;
    }

    /// <summary>Ends a request.</summary>
    public static void End(Exchange* exchange) => NativeMemory.Free(exchange);
}
