using TokenAuthz.Signing;
using TokenAuthz.Signing.Verifying;

namespace TokenAuthz.Testing;

internal static class VerdictExtensions
{
    /// <summary>Why the request is denied; null when it is allowed.</summary>
    public static DenyReason? Denial(this Verdict verdict) => verdict.IsAllowed ? null : verdict.Reason;
}
