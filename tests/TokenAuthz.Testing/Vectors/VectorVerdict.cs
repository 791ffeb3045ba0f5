using TokenAuthz.Signing;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Schemes;
using TokenAuthz.Signing.Verifying;

namespace TokenAuthz.Testing.Vectors;

/// <summary>The verdict of the core on a vector.</summary>
/// <param name="Reason">Why the vector is denied; null when it is allowed.</param>
/// <param name="Signed">The message that was signed; null when the check did not come that far.</param>
internal sealed record VectorVerdict(DenyReason? Reason, string? Signed)
{
    /// <summary>The verdict at the vector's own time.</summary>
    /// <param name="vector">The vector.</param>
    /// <param name="neighbour">The byte in memory before and behind each part of the request.</param>
    public static VectorVerdict Of(Vector vector, byte neighbour = 0) =>
        Of(vector, DateTimeOffset.FromUnixTimeSeconds(vector.Now), neighbour);

    /// <summary>The verdict at another time than the vector's.</summary>
    public static VectorVerdict Of(Vector vector, DateTimeOffset now, byte neighbour = 0)
    {
        var scheme = Scheme.Compile(vector.Definition);
        var request = new VectorRequest(vector, neighbour);
        var trace = new VectorTrace();
        var verdict = scheme.Verify(ref request, new KeyRing([VectorScheme.KeyOf(vector, scheme)]), now, trace);
        return new(verdict.Denial(), trace.Signed);
    }

    public override string ToString() => $"{Reason?.Code() ?? "allowed"}\nsigned: {Signed ?? "nothing"}";
}
