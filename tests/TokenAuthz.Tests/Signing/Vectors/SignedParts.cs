namespace TokenAuthz.Tests.Signing.Vectors;

/// <summary>What the signature of a vector covers: what docs/formats.md says of its preset, but for what a sender may choose.</summary>
/// <param name="Parts">The parts.</param>
/// <param name="Headers">The headers.</param>
internal sealed record SignedParts(RequestParts Parts, string[] Headers)
{
    private const RequestParts All =
        RequestParts.Method | RequestParts.Host | RequestParts.Path | RequestParts.Query | RequestParts.Body;

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

    // What the sender of this vector left unsigned.
    private static RequestParts Unsigned(Vector vector)
    {
        var isUnsigned = $"{vector.Url} {string.Join(' ', vector.Headers)}".Contains("UNSIGNED-PAYLOAD", StringComparison.Ordinal)
            || vector.Configuration.Has("Forms:presigned:Defaults:payload=UNSIGNED-PAYLOAD");
        return isUnsigned ? RequestParts.Body : RequestParts.None;
    }

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
