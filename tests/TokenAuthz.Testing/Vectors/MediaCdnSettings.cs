using System.Text.Json.Nodes;

namespace TokenAuthz.Testing.Vectors;

/// <summary>The settings of vectors of Google's Media CDN: which of its presets a request is of.</summary>
internal static class MediaCdnSettings
{
    private const int Sha1Length = 40;

    public static JsonObject Of(FormatVector vector)
    {
        var text = string.Join(' ', vector.Request.Headers.Select(line => line[1]).Prepend(vector.Request.Url));
        if (!text.Contains("edge-cache-token=", StringComparison.Ordinal) || !text.Contains('~', StringComparison.Ordinal))
            return new() { ["Preset"] = "google-media-cdn" };
        var hmac = text.IndexOf("~hmac=", StringComparison.Ordinal);
        if (hmac < 0) return new() { ["Preset"] = "google-media-cdn-token" };
        var digest = text[(hmac + "~hmac=".Length)..].TakeWhile(char.IsAsciiHexDigit).Count();
        return new()
        {
            ["Preset"] = "google-media-cdn-token-hmac",
            ["Algorithm"] = digest == Sha1Length ? "HmacSha1" : "HmacSha256",
        };
    }
}
