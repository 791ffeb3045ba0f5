using System.Text.RegularExpressions;
using TokenAuthz.Signing.Algorithms;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Schemes;
using TokenAuthz.Signing.Signatures;

namespace TokenAuthz.Tests.Formats;

/// <summary>The values of a preset's settings in the words of docs/formats.md.</summary>
internal static partial class FormatWords
{
    private const string IfPresent = "Unix time, if present";

    public static bool IsPlain(SignatureAlgorithm algorithm) => algorithm.Traits().Family is AlgorithmFamily.Digest;

    public static string Of(SignatureAlgorithm algorithm) => algorithm.Traits().Family switch
    {
        AlgorithmFamily.Digest or AlgorithmFamily.Hmac =>
            algorithm.ToString().ToUpperInvariant().Replace("HMAC", "HMAC-", StringComparison.Ordinal),
        _ when algorithm is SignatureAlgorithm.FromKey => "that of the key",
        _ when algorithm is SignatureAlgorithm.Token => "none, the token is the key",
        _ => $"`{algorithm}`",
    };

    /// <summary>The kinds of keys that the forms of a scheme take, and how they are written.</summary>
    public static string Key(SchemeDefinition preset)
    {
        var secret = $"shared secret, written as {Of(preset.KeyEncoding)}";
        return string.Join("; ", KindsOf(preset).Select(kind => kind is KeyKind.SharedSecret ? secret : Name(kind)));
    }

    /// <summary>The kinds of keys that the forms of a scheme take.</summary>
    public static KeyKind[] KindsOf(SchemeDefinition preset) =>
    [
        .. preset.Forms.DefaultIfEmpty(preset)
            .SelectMany(form => SignatureMethod.Of(form.Algorithm, form.Truncate, form.SignatureForm).Kinds)
            .Distinct()
            .Order(),
    ];

    private static string Name(KeyKind kind) => kind switch
    {
        KeyKind.Rsa => "RSA",
        KeyKind.EcP256 => "P-256",
        KeyKind.EcP384 => "P-384",
        KeyKind.EcP521 => "P-521",
        _ => $"{kind}",
    };

    public static string Algorithms(IEnumerable<SchemeDefinition> forms) =>
        string.Join(" or ", forms.Select(form => Of(form.Algorithm)).Distinct());

    public static string Of(SignatureEncoding encoding) => encoding switch
    {
        SignatureEncoding.Hex => "hex of either case",
        SignatureEncoding.HexLower => "lower-case hex",
        SignatureEncoding.Base64 => "base64, with or without padding",
        SignatureEncoding.Base64Url or SignatureEncoding.Base64UrlPadded => "base64url, with or without padding",
        SignatureEncoding.Base64UrlUnpadded => "base64url without padding",
        SignatureEncoding.Base64CloudFront => "CloudFront's base64 (`-`, `_` and `~` for `+`, `=` and `/`)",
        _ => "text",
    };

    public static string Of(KeyEncoding encoding) => encoding is KeyEncoding.Text ? "text" : encoding.ToString().ToLowerInvariant();

    public static string Expires(SchemeDefinition preset) =>
        (Format(preset, "issued") ?? Format(preset, "expires")) switch { null => "no", IfPresent => "if the token has a time", _ => "yes" };

    public static string Time(SchemeDefinition preset)
    {
        string[] rules =
        [
            .. Rule(preset, "issued", format => $"`issued`, {format}, valid for {preset.Ttl:c} (`Ttl`){Ahead(preset)}"),
            .. Rule(preset, "expires", format => $"`expires`, {format}"),
            .. Rule(preset, "not_before", _ => "`not_before`, the first second at which the token is valid"),
        ];
        return rules.Length == 0 ? "none, a token never expires" : string.Join("; ", rules);
    }

    private static IEnumerable<string> Rule(SchemeDefinition preset, string field, Func<string, string> write) =>
        Format(preset, field) is { } format ? [write(format)] : [];

    private static string Ahead(SchemeDefinition preset) => preset switch
    {
        { IssuedAhead: true } => $"; it may be up to {preset.Horizon.Days} days ahead (`Horizon`)",
        { Symmetric: true } => " before and after it",
        _ => "; it may be 5 seconds ahead",
    };

    // The format of a time; null when the token has no such time.
    private static string? Format(SchemeDefinition preset, string field)
    {
        string[] items = [.. preset.Items.SelectMany(list => list.Split(' ')).Select(item => item.Split('=', ':')[^1])];
        if (items.Contains(field)) return IfPresent;
        if (items.Contains($"{field}!")) return "Unix time";
        var written = TimeField().Matches(string.Concat(preset.Token)).FirstOrDefault(match => match.Groups["name"].Value == field);
        return written?.Groups["format"].Value switch
        {
            null => null,
            "" => "Unix time",
            "hex" or "HEX" => "Unix time in hex",
            "unix|hex" => "Unix time, decimal or hex",
            "http" => "an HTTP date",
            "iso8601" => "an ISO 8601 time",
            "yyyyMMddTHHmmssZ" => "an ISO 8601 time in its basic form",
            "unix_ms" => "Unix time in milliseconds",
            "yyyyMMddHHmm+08:00" => "the minute in UTC+8",
            var other => $"in the format `{other}`",
        };
    }

    [GeneratedRegex("{(?<name>issued|expires|not_before)(:(?<format>[^}]+))?}")]
    private static partial Regex TimeField();
}
