using System.Collections.Immutable;

namespace TokenAuthz.Signing;

/// <summary>The two spellings of a <see cref="DenyReason"/>.</summary>
public static class DenyReasons
{
    private static readonly ImmutableArray<string> Codes =
    [
        "error",
        "missing_token",
        "invalid_token",
        "expired",
        "not_yet_valid",
        "out_of_scope",
        "replayed",
        "no_policy",
        "bad_request",
    ];

    private static readonly ImmutableArray<string> Texts = [.. Codes.Select(code => code.Replace('_', ' '))];

    /// <summary>Every reason, in the order of its value.</summary>
    public static ImmutableArray<DenyReason> All { get; } = [.. Enum.GetValues<DenyReason>()];

    /// <summary>The reason for machines, as in metrics and the header <c>x-auth-reason</c>: <c>missing_token</c>.</summary>
    public static string Code(this DenyReason reason) => Codes[(int)reason];

    /// <summary>The reason for people, as in the body of a deny: <c>missing token</c>.</summary>
    public static string Text(this DenyReason reason) => Texts[(int)reason];
}
