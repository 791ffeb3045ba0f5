using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TokenAuthz.Testing.Vectors;

/// <summary>Turns the format, the keys and the settings of a <see cref="FormatVector"/> into settings of a preset.</summary>
internal static class FormatSettings
{
    /// <summary>The formats that have no preset yet.</summary>
    public static ImmutableHashSet<string> NotYet { get; } =
    [
        "acs3", "alipay-v3", "aws-sigv4", "aws-sigv4a", "azure-servicebus-sas", "azure-storage-sas", "cavage", "cloudfront", "discord",
        "dpop", "gcs-v4", "google-media-cdn", "hawk", "huawei-sdk-hmac", "jws-compact", "jwt", "oauth1", "paseto-v4-public", "rfc9421",
        "sendgrid", "tc3", "volcengine", "web-bot-auth", "wechatpay-v3",
    ];

    public static IEnumerable<string> Of(FormatVector vector) => SettingLines.Of(JsonSerializer.SerializeToElement(Settings(vector)));

    private static JsonObject Settings(FormatVector vector) => vector.Format switch
    {
        _ => throw new InvalidDataException($"There is no format {vector.Format}."),
    };
}
