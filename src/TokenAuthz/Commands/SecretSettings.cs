using System.Text.RegularExpressions;

namespace TokenAuthz.Commands;

/// <summary>Settings that hold a secret: every user of the machine can read the command line of a process.</summary>
internal static partial class SecretSettings
{
    /// <summary>The setting of a token of the command line that holds a secret; null when it holds none.</summary>
    /// <param name="token">Such as <c>--TokenAuthz:Secret=VALUE</c>.</param>
    public static string? In(string token) => Pattern().Match(token) is { Success: true, Groups: [_, var name, ..] } ? name.Value : null;

    // A Redis may have a password among its options.
    [GeneratedRegex("^--(TokenAuthz:(?:Secret|Keys:[^:=]+:Value|Schemes:[^:=]+:Salt|SingleUse:Redis(?==.*password=)))=", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
