using System.Text.Json;
using Settings = System.Collections.Generic.Dictionary<string, object>;

namespace TokenAuthz.Testing.Vectors;

/// <summary>Turns the format, the keys and the settings of a <see cref="FormatVector"/> into settings of a preset.</summary>
internal static class FormatSettings
{
    public static IEnumerable<string> Of(FormatVector vector) => SettingLines.Of(vector.Format switch
    {
        "jws-compact" or "jwt" or "dpop" or "paseto-v4-public" => JsonSerializer.SerializeToElement(TokenSettings.Of(vector)),
        "google-media-cdn" => JsonSerializer.SerializeToElement(MediaCdnSettings.Of(vector)),
        _ => JsonSerializer.SerializeToElement(SettingsOf(vector)),
    });

    private static Settings SettingsOf(FormatVector vector) => vector.Format switch
    {
        "acs3" => Preset("alibaba-acs3"),
        "aws-sigv4" => Aws("aws-sigv4", vector, "region"),
        "aws-sigv4a" => Aws("aws-sigv4a", vector, "region_set"),
        "azure-servicebus-sas" => Preset("azure-service-bus-sas", ("KeyEncoding", vector.Key.GetProperty("encoding").GetString()!)),
        "azure-storage-sas" => AzureStorage(vector),
        "cavage" => Cavage(vector),
        "cloudfront" => Preset(HasCookie(vector) ? "cloudfront-cookie" : "cloudfront-url", UrlScheme(vector)),
        "hawk" or "oauth1" => Preset(vector.Format, ManyUses),
        "rfc9421" => Rfc9421(vector),
        "tc3" => Tencent(vector),
        "volcengine" => Preset("volcengine", ("Require", Scope(vector))),
        "web-bot-auth" => Preset("web-bot-auth", ("Tag", vector.Setting("tag")!), ("MaxLifetime", vector.Duration("ttl"))),
        _ => Preset(vector.Format),
    };

    // The vectors of a format may hold one token several times; that a token is taken once has tests of its own.
    private static (string Name, object Value) ManyUses => ("SingleUse", false);

    internal static Settings Preset(string name, params IEnumerable<(string Name, object Value)> settings) =>
        settings.Prepend(("Preset", name)).ToDictionary();

    private static Settings Aws(string preset, FormatVector vector, string region)
    {
        var key = vector.Key;
        var (isOnce, isNormalized) = (key.GetProperty("uriEncode").GetString() == "once", key.GetProperty("normalizePath").GetBoolean());
        var path = $"{{path{(isNormalized ? "|normalize" : "")}|{(isOnce ? "encode_once" : "encode_path")}}}";
        var settings = Preset(
            preset,
            ("Let", new Settings { ["canonical_path"] = path }),
            ("Require", new Settings { [region] = Text("region"), ["service"] = Text("service") }));
        if (Text("service") != "s3") return settings;

        // What a presigned URL of S3 signs in place of the body.
        var unsigned = new Settings { ["payload"] = "UNSIGNED-PAYLOAD" };
        settings["Forms"] = new Settings { ["presigned"] = new Settings { ["Defaults"] = unsigned, ["Require"] = unsigned } };
        return settings;

        string Text(string name) => key.GetProperty(name).GetString()!;
    }

    private static Settings AzureStorage(FormatVector vector)
    {
        var texts = new Settings { ["account"] = vector.Setting("account")! };
        if (vector.Setting("canonicalizedResource") is { } resource) texts["resource"] = resource;
        return Preset("azure-storage-sas", ("Let", texts), UrlScheme(vector));
    }

    private static (string Name, object Value) UrlScheme(FormatVector vector) => ("PublicUrl", $"{vector.Request.Url.Split("://")[0]}://");

    private static bool HasCookie(FormatVector vector) =>
        !vector.Request.Url.Contains("Signature=", StringComparison.Ordinal)
        && vector.Header("cookie")?.Contains("CloudFront-", StringComparison.Ordinal) is true;

    private static Settings Rfc9421(FormatVector vector)
    {
        // A list cannot be empty; this component is covered by whoever has it.
        List<string> covers = ["x-none?"];
        covers.AddRange(vector.List("covers"));
        if (vector.Header("signature-input")!.Contains("content-digest", StringComparison.Ordinal)) covers.Add("content-digest");
        var settings =
            Preset("rfc9421", ("Covers", covers.Distinct()), ("Items", WithoutLeeway), ("Bearer", true), ("Algorithm", "FromKey"));
        if (vector.Setting("label") is { } label) settings["Label"] = label;
        return settings;
    }

    // The time `created` may be some seconds ahead by itself; the vectors were verified without that.
    private static string[] WithoutLeeway =>
    [
        "input dictionary {label}=({components}){parameters}", "signatures dictionary {label}=:{sig}:",
        "parameters ; created=issued created=not_before expires=expires keyid=\"kid\"! nonce=\"nonce\" tag=\"tag\"",
    ];

    private static Settings Cavage(FormatVector vector) =>
        Preset("cavage", ("Covers", vector.List("covers").DefaultIfEmpty("date")), ("Bearer", !vector.List("covers").Any()));

    // A key that was derived already takes no steps.
    private static Settings Tencent(FormatVector vector)
    {
        var settings = Preset("tencent-tc3", ("Require", new Settings { ["service"] = Scope(vector)["service"] }));
        if (vector.Key.GetProperty("kind").GetString() != "signing-key") return settings;
        settings["DeriveKey"] = new[] { "{key}" };
        settings["KeyEncoding"] = "Hex";
        return settings;
    }

    // The vectors name no region and no service but those of the credential: KEY/DATE/REGION/SERVICE/request.
    private static Settings Scope(FormatVector vector)
    {
        var parts = vector.Header("authorization")!.Split("Credential=")[1].Split(',')[0].Split('/');
        return new() { ["region"] = parts[^3], ["service"] = parts[^2] };
    }
}
