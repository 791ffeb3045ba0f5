namespace TokenAuthz.Signing;

/// <summary>The names of enum members in templates and metrics: <c>ClientAddress</c> is <c>client_address</c>.</summary>
internal static class SnakeCase
{
    public static string Of(Enum member) =>
        string.Concat($"{member}".Select((c, i) => (i > 0 && char.IsAsciiLetterUpper(c) ? "_" : "") + char.ToLowerInvariant(c)));
}
