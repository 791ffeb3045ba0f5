using TokenAuthz.Signing;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Schemes;
using TokenAuthz.Signing.Verifying;

namespace TokenAuthz.Testing.Vectors;

/// <summary>What the core says to a vector.</summary>
/// <param name="Reason">Why it is denied; null when it is allowed.</param>
/// <param name="Signed">The message that was signed; null when the check did not come that far.</param>
internal sealed record VectorVerdict(DenyReason? Reason, string? Signed)
{
    public static VectorVerdict Of(Vector vector) => Of(vector, DateTimeOffset.FromUnixTimeSeconds(vector.Now));

    /// <summary>What it says at another time than the vector's.</summary>
    public static VectorVerdict Of(Vector vector, DateTimeOffset now)
    {
        var scheme = Scheme.Compile(vector.Definition);
        var request = new VectorRequest(vector);
        var trace = new VectorTrace();
        var verdict = scheme.Verify(ref request, new KeyRing([VectorScheme.KeyOf(vector, scheme)]), now, trace);
        return new(verdict.IsAllowed ? null : verdict.Reason, trace.Signed);
    }

    public override string ToString() => $"{Reason?.Code() ?? "allowed"}\nsigned: {Signed ?? "nothing"}";
}
