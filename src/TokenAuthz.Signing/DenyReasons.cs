using System.Collections.Immutable;

namespace TokenAuthz.Signing;

/// <summary>The code, the text and the meaning of each <see cref="DenyReason"/>.</summary>
public static class DenyReasons
{
    private static readonly ImmutableArray<Row> Rows =
    [
        new(DenyReason.MissingToken, "missing_token", "The request has no token where the scheme looks for it."),
        new(DenyReason.InvalidToken, "invalid_token", "The token is ill-formed, repeated, or was made with no key of the policy."),
        new(DenyReason.Expired, "expired", "The token has expired."),
        new(DenyReason.NotYetValid, "not_yet_valid", "The token is not valid yet."),
        new(DenyReason.EndsTooLate, "ends_too_late", "The token ends later than the scheme's Horizon or MaxLifetime allows."),
        new(DenyReason.OutOfScope, "out_of_scope", "The token is genuine, but for another path, host or client."),
        new(DenyReason.Replayed, "replayed", "The token may be used once, and was used before."),
        new(DenyReason.NoPolicy, "no_policy", "No policy covers the request."),
        new(DenyReason.Denied, "denied", "The policy that covers the request denies all requests."),
        new(
            DenyReason.BadRequest,
            "bad_request",
            "The check cannot be read as one request, or the signed body is too large or incomplete."),
        new(
            DenyReason.Error,
            "error",
            "The check itself failed, such as when Redis does not answer or memory holds too many bodies; the log says why."),
    ];

    // In the order of their values, so that a reason is an index.
    private static readonly ImmutableArray<Row> ByValue =
        [.. Enum.GetValues<DenyReason>().Select(reason => Rows.Single(row => row.Reason == reason))];

    /// <summary>Every reason, in the order of its value.</summary>
    public static ImmutableArray<DenyReason> All { get; } = [.. ByValue.Select(row => row.Reason)];

    /// <summary>The reason for machines, as in metrics and the header <c>x-auth-reason</c>: <c>missing_token</c>.</summary>
    public static string Code(this DenyReason reason) => ByValue[(int)reason].Code;

    /// <summary>The reason for people, as in the body of a deny: <c>missing token</c>.</summary>
    public static string Text(this DenyReason reason) => ByValue[(int)reason].Text;

    /// <summary>The meaning of the reason, in a sentence.</summary>
    public static string Meaning(this DenyReason reason) => ByValue[(int)reason].Meaning;

    private sealed record Row(DenyReason Reason, string Code, string Meaning)
    {
        public string Text { get; } = Code.Replace('_', ' ');
    }
}
