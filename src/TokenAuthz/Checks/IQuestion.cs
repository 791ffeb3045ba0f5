using TokenAuthz.Listeners;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Checks;

/// <summary>A gateway's question about a request, in the gateway's own form.</summary>
/// <typeparam name="TView">How the core sees the request.</typeparam>
internal interface IQuestion<TView>
    where TView : struct, IRequestView
{
    /// <summary>The policy that the gateway's route names; null for the first that covers the request.</summary>
    string? Policy { get; }

    /// <summary>Reads the request that is asked about.</summary>
    /// <param name="original">The request.</param>
    /// <param name="fault">For the log, why it is not clear which request it is; null when there is no more to say.</param>
    /// <returns>False when it is not clear which request it is.</returns>
    bool TryRead(out CheckedRequest original, out string? fault);

    /// <summary>The request as the core sees it.</summary>
    /// <param name="original">What was read.</param>
    /// <param name="body">The body, if it was read.</param>
    TView View(in CheckedRequest original, ReadOnlyMemory<byte> body);

    /// <summary>Reads the body, for a policy that signs it.</summary>
    /// <param name="original">What was read.</param>
    ValueTask<SignedBody> ReadBodyAsync(in CheckedRequest original);
}
