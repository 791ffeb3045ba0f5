using System.Globalization;

namespace TokenAuthz.Testing;

/// <summary>Links that open once: a digest of path, key and end in the query, as the preset keycdn has it.</summary>
internal static class OneTimeLink
{
    /// <summary>The scheme of the links, which is called <c>links</c>.</summary>
    public static readonly string[] SchemeSettings =
        ["Schemes:links:Preset=keycdn", "Schemes:links:Encoding=Hex", "Schemes:links:SingleUse=true"];

    /// <summary>One policy, which checks links.</summary>
    public static readonly string[] Settings = ["Policies:0:Name=default", "Policies:0:Scheme=links", .. SchemeSettings];

    /// <summary>The last second in which a link opens, as Unix time: tomorrow.</summary>
    public static long End { get; } = TimeProvider.System.GetUtcNow().AddDays(1).ToUnixTimeSeconds();

    /// <summary>The target that opens a path.</summary>
    public static string To(string path, string secret = Token.Secret)
    {
        var end = End.ToString(CultureInfo.InvariantCulture);
        return $"{path}?token={Token.Of(path, secret + end)}&expire={end}";
    }
}
