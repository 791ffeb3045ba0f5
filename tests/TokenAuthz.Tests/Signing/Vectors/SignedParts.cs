using System.Text;

namespace TokenAuthz.Tests.Signing.Vectors;

/// <summary>What the signature of a vector covers: what docs/formats.md says of its preset, but for what a sender may choose.</summary>
/// <param name="Parts">The parts.</param>
/// <param name="Headers">The headers.</param>
internal sealed record SignedParts(RequestParts Parts, string[] Headers)
{
    private const StringComparison Ordinal = StringComparison.Ordinal;
    private const RequestParts Url = RequestParts.Path | RequestParts.Query;

    private const RequestParts All =
        RequestParts.Method | RequestParts.Host | RequestParts.Path | RequestParts.Query | RequestParts.Body;

    /// <summary>Whether a parameter is the token's own and not signed:
    /// CloudFront's, and that of AWS services that sign without it.</summary>
    public static bool Includes(Vector vector, string parameter) =>
        !(vector.Format == "cloudfront" && parameter.StartsWith("Hash-Algorithm=", Ordinal))
        && !(vector.Format == "aws-sigv4a"
            && parameter.StartsWith("X-Amz-Security-Token=", Ordinal)
            && vector.Name.Contains("-after", Ordinal));

    public static SignedParts Of(Vector vector)
    {
        var preset = vector.Configuration.Preset is { } name ? PresetFile.Find(name).Signs.Aggregate((one, other) => one | other) : All;
        var headers = HeadersOf(vector);
        return vector.Format switch
        {
            "rfc9421" or "web-bot-auth" => new(PartsOf(headers), [.. headers.Where(name => name[0] != '@')]),
            "cavage" => new(PartsOf(headers), [.. headers.Where(name => name[0] != '(')]),
            _ => new(preset & ~Unsigned(vector), headers),
        };
    }

    // What the sender of this vector left unsigned, or signed as a prefix or with wildcards.
    private static RequestParts Unsigned(Vector vector)
    {
        var (request, scheme) = ($"{vector.Url} {string.Join(' ', vector.Headers)}", vector.Configuration);
        return vector.Format switch
        {
            _ when Has("UNSIGNED-PAYLOAD") || scheme.Has("Forms:presigned:Defaults:payload=UNSIGNED-PAYLOAD") => RequestParts.Body,
            "azure-storage-sas" when !Has("sr=b") || scheme.Settings.Any(setting => setting.StartsWith("Let:resource", Ordinal)) => Url,
            "azure-servicebus-sas" => Url,
            "cloudfront" when Policy(request).Contains('*', Ordinal) => Url,
            "google-media-cdn" when Has("URLPrefix=") || Has("PathGlobs=") => Url,
            "hawk" when !Has("hash=") => RequestParts.Body,
            "oauth1" when !Has("x-www-form-urlencoded") => RequestParts.Body,
            _ => RequestParts.None,
        };

        bool Has(string text) => request.Contains(text, Ordinal);
    }

    private static string Policy(string request) => Between(request, "Policy=", "&")?.Split(';')[0] is { } policy
        ? Encoding.UTF8.GetString(Convert.FromBase64String(policy.Replace('-', '+').Replace('_', '=').Replace('~', '/')))
        : "";

    // The names in SignedHeaders of AWS and its kin, in Signature-Input, or in headers="..." of the drafts before.
    private static string[] HeadersOf(Vector vector)
    {
        if (vector.Header("signature-input") is { } input)
            return [
                .. input.Split('(', ')')[1].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(name => name.Split(';')[0].Trim('"'))
            ];
        var text = $"{vector.Header("authorization")},{vector.Header("signature")},{Uri.UnescapeDataString(vector.Url).Replace('&', ',')}";
        if (Between(text, "SignedHeaders=", ",") is { } signed) return signed.Split(';');
        return Between(text, "headers=\"", "\"")?.Split(' ') ?? [];
    }

    private static RequestParts PartsOf(string[] components) => components.Aggregate(RequestParts.None, (parts, name) => parts | name switch
    {
        "@method" => RequestParts.Method,
        "@authority" or "host" => RequestParts.Host,
        "@path" => RequestParts.Path,
        "@query" => RequestParts.Query,
        "@target-uri" => RequestParts.Host | RequestParts.Path | RequestParts.Query,
        "(request-target)" or "@request-target" => RequestParts.Method | RequestParts.Path | RequestParts.Query,
        "content-digest" or "digest" => RequestParts.Body,
        _ => RequestParts.None,
    });

    private static string? Between(string text, string begin, string end)
    {
        var from = text.IndexOf(begin, StringComparison.OrdinalIgnoreCase);
        if (from < 0) return null;
        from += begin.Length;
        var to = text.IndexOf(end, from, StringComparison.Ordinal);
        return to < 0 ? text[from..] : text[from..to];
    }
}
