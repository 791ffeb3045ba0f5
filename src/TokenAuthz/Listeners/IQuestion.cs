using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Listeners;

/// <summary>A gateway's question about a request, in the gateway's own form.</summary>
/// <typeparam name="TView">How the core sees the request.</typeparam>
internal interface IQuestion<TView>
    where TView : struct, IRequestView
{
    /// <summary>The policy that the gateway's route names; null for the first that covers the request.</summary>
    string? Policy { get; }

    /// <summary>Reads the request that is asked about.</summary>
    /// <returns>False when it is not clear which request it is.</returns>
    bool TryRead(out OriginalRequest original);

    /// <summary>The request as the core sees it.</summary>
    /// <param name="original">What was read.</param>
    /// <param name="body">The body, if it was read.</param>
    TView View(in OriginalRequest original, ReadOnlyMemory<byte> body);

    /// <summary>Reads the body; null when it cannot be had in full.</summary>
    ValueTask<ReadOnlyMemory<byte>?> ReadBodyAsync();
}
