using TokenAuthz.Signing;
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
    public static VectorVerdict Of(Vector vector, byte neighbour = 0) => Of(vector, new(), neighbour);

    /// <summary>The verdict, with a trace of one's own.</summary>
    public static VectorVerdict Of(Vector vector, VectorTrace trace, byte neighbour = 0)
    {
        var policy = vector.Configuration.Policy;
        var request = new VectorRequest(vector, neighbour);
        var verdict = policy.Accepts!.Verify(ref request, vector.Now, trace);
        return new(verdict.Denial(), trace.Signed);
    }

    public override string ToString() => $"{Reason?.Code() ?? "allowed"}\nsigned: {Signed ?? "nothing"}";
}
