using Settings = System.Collections.Generic.Dictionary<string, object>;

namespace TokenAuthz.Testing.Vectors;

/// <summary>The settings of JWTs and PASETO tokens.</summary>
internal static class FormatTokens
{
    private const string Token = "{header}.{payload}.{sig}";

    /// <summary>A JWS of whatever payload: only header and signature count.</summary>
    public static Settings Signature { get; } = new()
    {
        ["Token"] = new[] { $"header:authorization=Bearer {{header}}.{{payload?}}.{{sig}}" },
        ["Items"] = new[] { "header|from_base64url_unpadded json alg=alg! kid=kid crit=forbidden b64=forbidden" },
        ["Message"] = "{header}.{payload}",
        ["Algorithm"] = "FromKey",
        ["Encoding"] = "Base64UrlUnpadded",
        ["Bearer"] = true,
    };

    /// <summary>A JWT whose claims are compared, and may be bound to the path.</summary>
    public static Settings Claims(FormatVector vector)
    {
        var require = new Settings();
        foreach (var name in new[] { "iss", "aud" })
        {
            if (vector.Setting(name) is { } value) require[name] = value;
        }

        var settings = FormatSettings.Preset("jwt", ("Token", new[] { Place(vector.Setting("token")!) }), ("Require", require));
        if (!vector.Settings!.Value.TryGetProperty("path", out var path)) return settings;
        var claim = path.GetProperty("claim").GetString()!;
        var (field, template) = path.GetProperty("kind").GetString() switch
        {
            "prefix" => ("prefix", null),
            "glob" or "globs" => ("acl", null),
            "segment" => ("bound", $"{{path|segment:{path.GetProperty("index").GetInt32()}|without_ending}}"),
            _ => ("bound", "{path}"),
        };
        if (template is not null) require[field] = template;
        settings["Items"] = new[]
        {
            $"payload|from_base64url_unpadded json exp=number:expires! nbf=number:not_before iss=iss aud=texts:aud {claim}={field}!",
        };
        settings["Bearer"] = false;
        return settings;
    }

    public static Settings Paseto(FormatVector vector)
    {
        var settings = FormatSettings.Preset("paseto-v4-public");
        if (vector.Setting("implicitAssertion") is { Length: > 0 } assertion) settings["Salt"] = assertion;
        return settings;
    }

    private static string Place(string place) => place == "header:authorization" ? $"{place}=Bearer {Token}" : $"{place}={Token}";
}
