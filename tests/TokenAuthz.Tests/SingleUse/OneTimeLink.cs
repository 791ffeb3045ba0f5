using System.Globalization;
using TokenAuthz.Tests.Service;

namespace TokenAuthz.Tests.SingleUse;

/// <summary>Links that open once: a digest of path, key and end, in a query.</summary>
internal static class OneTimeLink
{
    /// <summary>A policy that asks for one.</summary>
    public static readonly string[] Settings =
    [
        "Policies:0:Name=default", "Policies:0:Scheme=links", "Schemes:links:Preset=keycdn", "Schemes:links:Encoding=Hex", "Schemes:links:SingleUse=true",
    ];

    private static readonly long Tomorrow = DateTimeOffset.UtcNow.AddDays(1).ToUnixTimeSeconds();

    /// <summary>The target that opens a path.</summary>
    public static string To(string path, string secret = Token.Secret)
    {
        var end = Tomorrow.ToString(CultureInfo.InvariantCulture);
        return $"{path}?token={Token.Of(path, secret + end)}&expire={end}";
    }
}
