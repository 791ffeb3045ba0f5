using TokenAuthz.Signing;

namespace TokenAuthz.Engine.Policies;

/// <summary>The challenge of a deny with 401, which names the authentication
/// schemes that a client may use (RFC 9110, section 11.6.1).</summary>
internal static class Challenge
{
    // Of tokens that are not in Authorization: a scheme for which no browser asks its user.
    private const string General = "Signature";

    private const string Realm = "realm=\"token-authz\"";

    /// <summary>The challenge of a policy.</summary>
    /// <param name="schemes">The authentication schemes of the policy's tokens: <c>Bearer</c>.</param>
    /// <param name="reason">The reason of the deny.</param>
    public static string Of(IEnumerable<string> schemes, DenyReason reason)
    {
        string[] challenges = [.. schemes.Distinct(StringComparer.OrdinalIgnoreCase).Select(Write)];
        return challenges.Length == 0 ? General : string.Join(", ", challenges);

        // RFC 6750, section 3, and RFC 9449, section 7.1: a request without a token is told no error. RFC 7617 needs the realm.
        string Write(string name) => name.ToUpperInvariant() switch
        {
            "BEARER" or "DPOP" => IsOfToken(reason) ? $"{name} {Realm}, error=\"invalid_token\"" : $"{name} {Realm}",
            "BASIC" => $"{name} {Realm}",
            _ => name,
        };
    }

    private static bool IsOfToken(DenyReason reason) => reason switch
    {
        DenyReason.InvalidToken or DenyReason.Expired or DenyReason.NotYetValid or DenyReason.EndsTooLate or DenyReason.OutOfScope
            or DenyReason.Replayed => true,
        DenyReason.Error or DenyReason.MissingToken or DenyReason.NoPolicy or DenyReason.Denied or DenyReason.BadRequest or _ => false,
    };
}
