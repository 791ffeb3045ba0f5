using TokenAuthz.Signing;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Schemes;
using TokenAuthz.Signing.Verifying;

namespace TokenAuthz.Testing.Vectors;

/// <summary>The verdict of the core about a vector.</summary>
/// <param name="Reason">The reason of the deny; null when the vector is allowed.</param>
/// <param name="Signed">The signed message; null when the check ended before it was made.</param>
internal sealed record VectorVerdict(DenyReason? Reason, string? Signed)
{
    public static VectorVerdict Of(Vector vector) => Of(vector, DateTimeOffset.FromUnixTimeSeconds(vector.Now));

    /// <summary>The verdict at another time than the vector's.</summary>
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
