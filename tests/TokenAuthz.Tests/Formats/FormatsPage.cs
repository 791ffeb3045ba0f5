using System.Globalization;
using System.Text.RegularExpressions;
using TokenAuthz.Signing.Algorithms;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Presets;
using TokenAuthz.Signing.Schemes;

namespace TokenAuthz.Tests.Formats;

/// <summary>Writes docs/formats.md: of the presets, of an example of each, and of what the engine says to it.</summary>
internal static partial class FormatsPage
{
    private const string Optional = "Unix time, if it is there";

    // What bounds the parts of a preset that run together.
    private static readonly Dictionary<string, string> Joined = new(StringComparer.Ordinal)
    {
        ["{uri}{client_address}"] =
            "the token of `/a1` for 92.0.2.1 opens `/a` for 192.0.2.1; the gateway says who asks, so it has to be the client's own address",
        ["{path}{client_address}"] = "as `{uri}{client_address}`",
        ["{stem}{client_address}"] = "as `{uri}{client_address}`",
        ["{path}{issued}"] =
            "the time has 10 decimal digits or 8 in hex; one of 8 decimal digits behind a path that ends in two more is denied, as both could be one time",
        ["{list}{url_binding}"] = "the list ends where `~url=` begins: a list with a name that is not listed, such as `url`, is denied",
        ["{prefix_or_path}{expires}"] = "the time has 10 digits, with fewer it is long past, and a token without it is denied",
        ["{packed_address}{other_parameters}"] =
            "the address is 4 or 16 bytes, and a parameter's name is printable ASCII: only an address of such bytes, as 65.66.67.68 is `ABCD`, can be moved into a name",
    };

    public static string Write() => string.Concat([Head(), .. PresetCatalog.All.Select(preset => Section(new(FormatExample.All.Single(example => example.Preset == preset.Name))))]);

    private static string Head() => $$"""
        # Formats

        The signature formats that come with token-authz, each a [scheme](schemes.md) that a [policy](policies.md) names. A format of
        your own is a scheme too. This page is made of the presets and checked by a test; each example works as it stands, at
        {{Instant(FormatExampleResult.Now)}}. `token-authz sign` makes tokens of each of them, `token-authz verify` says why one is denied.

        New clients are best off with [hmac-v1](hmac-v1.md).

        - A token is in one place: a second one that differs, or a parameter of the token that is there twice, is denied.
        - Times are whole seconds, the last one included. How far clocks may differ is `Skew`, 0 by default; a time at which a token
          says it was signed may be 5 seconds ahead in any case.
        - A request without a signature has no token (`missing_token`), even if it has a date or an end.
        - A key in an example stands there for all to see. Yours belongs into a file: `"File"` instead of `"Value"`.
        - A format that binds the client's address needs a listener that knows it, from a header that the gateway always writes.
        - A restriction that a token carries is enforced, or the token is denied (`out_of_scope`): no scheme can judge Bunny's countries.
        - A parameter that is not signed can be changed by whoever has the link; one that is signed must not be added by a tracker
          (`utm_source`, `fbclid`). Each format says which.

        ## Plain digests

        Many formats digest a text that holds the key, with MD5. They are checked as they are published. An HMAC has none of these
        weaknesses, and `hmac-v1` none of the last one either:

        - `md5(key + message)`: whoever has one token can compute the digest of that message with more behind it, without the key
          (length extension). MD5's padding stands in between, with zero bytes in it. These formats sign paths and times behind the
          key: a zero byte there is denied, and so is a path that decodes to one. A body or a decoded parameter behind the key could
          hold the padding, so that a scheme which digests one there is refused.
        - `md5(message + key)`: two messages with the same MD5 can be made at will, and one token then opens both. It matters where
          somebody else chooses what you sign.
        - Nothing separates the parts: `/file` at `91700000000` and `/file9` at `1700000000` would be one message, but that a decimal
          time has at most 10 digits and one in hex 8, so that one digit more is refused and one less is long ago.
        - MD5 is fast: a key that can be guessed is found from one link, at home. Take 32 random bytes: `openssl rand -hex 32`.
        - Method, host and often the query are not signed.

        ## Formats that join their parts

        A scheme whose parts run together [is refused](schemes.md#what-is-refused). These formats join parts all the same, as their
        vendors designed them:

        | preset | parts | what it means |
        | --- | --- | --- |
        {{string.Join('\n', PresetCatalog.All.SelectMany(preset => preset.AllowUnseparated.Select(border => $"| {preset.Name} | `{border}` | {Joined[border]} |")))}}

        ## All of them

        | preset | token in | digest | ends |
        | --- | --- | --- | --- |
        {{string.Join('\n', PresetCatalog.All.Select(Row))}}

        """;

    private static string Row(SchemeDefinition preset) =>
        $"| [{preset.Name}](#{preset.Name}) | {string.Join(" or ", preset.Token.SelectMany(part => part.Split(" | ")).Select(place => place.Split(':')[0]).Distinct())} | {Digest(preset.Digest)} | {Ends(preset)} |";

    private static string Ends(SchemeDefinition preset) =>
        (Format(preset, "issued") ?? Format(preset, "expires")) switch { null => "no", Optional => "if it says so", _ => "yes" };

    private static string Section(FormatExampleResult example)
    {
        var preset = example.Preset;
        var note = FormatExample.All.Single(one => one.Preset == preset.Name).Note;
        var end = example.Until is { } until ? $"From {Instant(until.AddSeconds(1))} on: `expired`." : "It does not end.";
        return $"""

            ## {preset.Name}

            {preset.Description} Source: {preset.Source}.

            - Token: {string.Join(", ", preset.Token.Select(Code))}{(preset.Items is null ? "" : $", where {Code(preset.Items)}")}
            - Message: {Code(preset.Message)}
            - Digest: {Digest(preset.Digest)}{(IsPlain(preset.Digest) ? " ([what that means](#plain-digests))" : "")}, as {Encoding(preset.Encoding)}; the key is {(preset.KeyEncoding is KeyEncoding.Text ? "text" : $"written in {preset.KeyEncoding.ToString().ToLowerInvariant()}")}
            - Time: {Time(preset)}
            - Signed in the example: {List(example.Parts[false])}. Not signed: {List(example.Parts[true])}. A parameter that a tracker adds {(example.Parts[true].Contains("query") ? "passes" : "is denied")}.
            {(note.Length == 0 ? "" : $"\n{note}\n")}
            ```json
            {example.Json}
            ```

            ```http
            {example.Request.TrimEnd('\n')}
            ```

            Allowed, by the key `{FormatExampleResult.KeyId}`. Signed is {Code(example.Signed)}. {end}

            """;
    }

    private static string Time(SchemeDefinition preset)
    {
        string[] rules =
        [
            .. HasTime(preset, "issued") ? [$"`issued`, {Format(preset, "issued")}, and {preset.Ttl:c} (`Ttl`) from then{Ahead(preset)}"] : Array.Empty<string>(),
            .. HasTime(preset, "expires") ? [$"`expires`, {Format(preset, "expires")}"] : Array.Empty<string>(),
            .. HasTime(preset, "not_before") ? ["`not_before`, not earlier"] : Array.Empty<string>(),
        ];
        return rules.Length == 0 ? "none: a token does not end" : string.Join("; ", rules);
    }

    private static string Ahead(SchemeDefinition preset) => preset switch
    {
        { IssuedAhead: true } => $"; it may be up to {preset.Horizon.Days} days ahead (`Horizon`), as only the end counts",
        { Symmetric: true } => ", or before it",
        _ => "; it may be 5 seconds ahead",
    };

    private static bool HasTime(SchemeDefinition preset, string field) => Format(preset, field) is not null;

    // The format of a time, in words; null when the token has no such time.
    private static string? Format(SchemeDefinition preset, string field)
    {
        string[] items = [.. (preset.Items?.Split(' ') ?? []).Select(item => item.Split('=', ':')[^1])];
        if (items.Contains(field)) return Optional;
        if (items.Contains($"{field}!")) return "Unix time";
        var written = TimeField().Matches(string.Concat(preset.Token)).FirstOrDefault(match => match.Groups["name"].Value == field);
        return written?.Groups["format"].Value switch
        {
            null => null,
            "" => "Unix time",
            "hex" => "Unix time in hex",
            "HEX" => "Unix time in hex",
            "unix|hex" => "Unix time, decimal or hex",
            "http" => "an HTTP date",
            "yyyyMMddHHmm+08:00" => "the minute in UTC+8",
            var other => throw new InvalidOperationException($"How is {other} called?"),
        };
    }

    private static bool IsPlain(DigestAlgorithm digest) => !digest.ToString().StartsWith("Hmac", StringComparison.Ordinal);

    private static string Digest(DigestAlgorithm digest) => digest.ToString().ToUpperInvariant().Replace("HMAC", "HMAC-", StringComparison.Ordinal);

    private static string Encoding(SignatureEncoding encoding) => encoding switch
    {
        SignatureEncoding.Hex => "hex in either case",
        SignatureEncoding.HexLower => "lower-case hex",
        SignatureEncoding.Base64 => "base64, with its padding or without",
        _ => "base64url, with its padding or without",
    };

    private static string List(IEnumerable<string> words) => words.DefaultIfEmpty("nothing").Aggregate((all, word) => $"{all}, {word}");

    private static string Code(string text) => $"`{text.Replace("\n", "\\n", StringComparison.Ordinal)}`";

    private static string Instant(DateTimeOffset instant) => instant.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    [GeneratedRegex("{(?<name>issued|expires|not_before)(:(?<format>[^}]+))?}")]
    private static partial Regex TimeField();
}
