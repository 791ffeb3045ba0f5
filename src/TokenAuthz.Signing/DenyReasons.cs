using System.Collections.Immutable;

namespace TokenAuthz.Signing;

/// <summary>The two spellings of a <see cref="DenyReason"/>.</summary>
public static class DenyReasons
{
    /// <summary>Every reason, in the order of its value.</summary>
    public static ImmutableArray<DenyReason> All { get; } = [.. Enum.GetValues<DenyReason>()];

    // At the index of the value, because the values are 0, 1, 2 and so on.
    private static readonly ImmutableArray<string> Codes = [.. All.Select(reason => SnakeCase.Of(reason))];
    private static readonly ImmutableArray<string> Texts = [.. Codes.Select(code => code.Replace('_', ' '))];

    /// <summary>The reason for programs, as in metrics and the header <c>x-auth-reason</c>: <c>missing_token</c>.</summary>
    public static string Code(this DenyReason reason) => Codes[(int)reason];

    /// <summary>The reason for people, as in the body of a deny: <c>missing token</c>.</summary>
    public static string Text(this DenyReason reason) => Texts[(int)reason];
}
