using System.Collections.Immutable;
using SettingOf = TokenAuthz.Signing.Schemes.SettingOf<TokenAuthz.Signing.Schemes.SchemeDefinition>;

namespace TokenAuthz.Signing.Schemes;

/// <summary>The settings of the rules that a token has to meet, and of single parts of a message.</summary>
internal static class RuleSettings
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    public static ImmutableArray<DefinitionSetting<SchemeDefinition>> All { get; } =
    [
        SettingOf.Duration(
            nameof(SchemeDefinition.Ttl),
            "How long a token is valid after its field `issued`. `sign` also sets `expires` this far ahead.",
            (Second, TimeSpan.FromDays(3653)),
            scheme => scheme.Ttl,
            (scheme, ttl) => scheme with { Ttl = ttl }),
        SettingOf.Duration(
            nameof(SchemeDefinition.Skew),
            "How much the clocks of signer and service may differ. The time `issued` may be 5 seconds ahead in any case.",
            (TimeSpan.Zero, TimeSpan.FromMinutes(5)),
            scheme => scheme.Skew,
            (scheme, skew) => scheme with { Skew = skew }),
        SettingOf.Duration(
            nameof(SchemeDefinition.Horizon),
            "Rejects tokens whose `expires` is further ahead than this, because such a number is probably not a time in seconds. " +
                "With `IssuedAhead` the same holds for `issued`.",
            (Second, TimeSpan.FromDays(100_000)),
            scheme => scheme.Horizon,
            (scheme, horizon) => scheme with { Horizon = horizon }),
        SettingOf.Flag(
            nameof(SchemeDefinition.Symmetric),
            "Accepts a time `issued` as far in the future as in the past.",
            scheme => scheme.Symmetric,
            (scheme, isSet) => scheme with { Symmetric = isSet }),
        SettingOf.Flag(
            nameof(SchemeDefinition.IssuedAhead),
            "Accepts a time `issued` in the future, up to `Horizon`: the token is valid until `Ttl` after it.",
            scheme => scheme.IssuedAhead,
            (scheme, isSet) => scheme with { IssuedAhead = isSet }),
        SettingOf.Flag(
            nameof(SchemeDefinition.ExpiresExclusive),
            "Ends a token at its time `expires`, and not after that second.",
            scheme => scheme.ExpiresExclusive,
            (scheme, isSet) => scheme with { ExpiresExclusive = isSet }),
        SettingOf.Flag(
            nameof(SchemeDefinition.NotBeforeExclusive),
            "Begins a token after its time `not_before`, and not at that second.",
            scheme => scheme.NotBeforeExclusive,
            (scheme, isSet) => scheme with { NotBeforeExclusive = isSet }),
        SettingOf.OptionalDuration(
            nameof(SchemeDefinition.MaxLifetime),
            "The longest time that a token may hold: its field `lifetime`, or the time from `issued` to `expires`. Longer ones are denied.",
            (Second, TimeSpan.FromDays(100_000)),
            scheme => scheme.MaxLifetime,
            (scheme, time) => scheme with { MaxLifetime = time }),
        SettingOf.Lists(
            nameof(SchemeDefinition.Require),
            "What fields of the token have to equal, by the fields' names: a text written as in `Message`, or several, one of which " +
                "has to match. A token that leaves the field out is denied, unless the name ends in a question mark.",
            scheme => scheme.Require,
            (scheme, texts) => scheme with { Require = texts }),
        SettingOf.Text(
            nameof(SchemeDefinition.PublicUrl),
            "The scheme of the URLs that clients use, `https://` or `http://`, " +
                "and behind it the host if gateways send another. Without it " +
                "both schemes are tried, and the host is the request's.",
            scheme => scheme.PublicUrl,
            (scheme, url) => scheme with { PublicUrl = url }),
        SettingOf.List(
            nameof(SchemeDefinition.Stem),
            "File name suffixes that `{stem}` leaves out, without their dot: `[\"m3u8\", \"ts\"]`.",
            scheme => scheme.Stem,
            (scheme, suffixes) => scheme with { Stem = suffixes }),
        SettingOf.List(
            nameof(SchemeDefinition.SignedHeaders),
            "The headers that `{signed_headers}` writes, in this order.",
            scheme => scheme.SignedHeaders,
            (scheme, headers) => scheme with { SignedHeaders = headers }),
        SettingOf.Text(
            nameof(SchemeDefinition.Label),
            "The label of the RFC 9421 signature that counts, where a request carries several. Without it, one of them has to pass.",
            scheme => scheme.Label,
            (scheme, label) => scheme with { Label = label }),
        SettingOf.Text(
            nameof(SchemeDefinition.Tag),
            "The `tag` of the RFC 9421 signatures that count.",
            scheme => scheme.Tag,
            (scheme, tag) => scheme with { Tag = tag }),
        SettingOf.List(
            nameof(SchemeDefinition.Covers),
            "Components that every RFC 9421 signature must cover, such as " +
                "`@method`, `x-dict;key=\"a\"`, or `x-a?`: a header that must be " +
                "covered if the request has it. With `content-digest` the body is read and compared; `content-digest?` is for requests " +
                "of which some have no body.",
            scheme => scheme.Covers,
            (scheme, components) => scheme with { Covers = components }),
        SettingOf.List(
            nameof(SchemeDefinition.IgnoreParameters),
            "Parameters that anybody may add to a signed query, such as `fbclid`, or `utm_*` for all whose names begin so: they are left " +
                "out of what is verified. See [below](#parameters-that-others-add).",
            scheme => scheme.IgnoreParameters,
            (scheme, names) => scheme with { IgnoreParameters = names }),
        SettingOf.Flag(
            nameof(SchemeDefinition.HeadAsGet),
            "Verifies a `HEAD` request as `GET`, for formats that sign the method, so that a token for `GET` allows both.",
            scheme => scheme.HeadAsGet,
            (scheme, isSet) => scheme with { HeadAsGet = isSet }),
        SettingOf.Choice(
            nameof(SchemeDefinition.Prefix),
            "What the field `prefix` opens: `Segments`, the path itself and everything below it; `Path`, every path that begins with " +
                "the same characters; `Base64Url`, every URL that begins with the decoded text; `Url`, the URL and everything below it.",
            scheme => scheme.Prefix,
            (scheme, rule) => scheme with { Prefix = rule }),
        SettingOf.Flag(
            nameof(SchemeDefinition.FirstCookie),
            "Takes the first of several cookies of one name, which is that of the longest path. Without it they are denied.",
            scheme => scheme.FirstCookie,
            (scheme, isSet) => scheme with { FirstCookie = isSet }),
        SettingOf.Number(
            nameof(SchemeDefinition.AddressPrefix),
            "How many leading bits of an IPv6 address `{packed_address}` has.",
            (1, 128),
            scheme => scheme.AddressPrefix,
            (scheme, bits) => scheme with { AddressPrefix = bits }),
        SettingOf.Text(
            nameof(SchemeDefinition.CountryHeader),
            "The header in which your gateway tells the client's country (ISO " +
                "3166-1, two letters), for tokens that are bound to countries. " +
                "The gateway has to remove it from what clients send.",
            scheme => scheme.CountryHeader,
            (scheme, name) => scheme with { CountryHeader = name }),
        SettingOf.Flag(
            nameof(SchemeDefinition.Bearer),
            "Lets one token open every request, as bearer tokens do. Without it the message or `Require` has to hold the path, the query " +
                "or the body of the request.",
            scheme => scheme.Bearer,
            (scheme, isSet) => scheme with { Bearer = isSet }),
        SettingOf.Flag(
            nameof(SchemeDefinition.SingleUse),
            "Accepts each token once. The token needs a time at which it expires, or the scheme `RememberFor`.",
            scheme => scheme.SingleUse,
            (scheme, isSet) => scheme with { SingleUse = isSet }),
        SettingOf.OptionalDuration(
            nameof(SchemeDefinition.RememberFor),
            "How long `SingleUse` remembers a token that has no end, such as a webhook without a time: after " +
                "this it is accepted once more.",
            (Second, TimeSpan.FromDays(366)),
            scheme => scheme.RememberFor,
            (scheme, time) => scheme with { RememberFor = time }),
        SettingOf.Flag(
            nameof(SchemeDefinition.FirstForm),
            "Lets the first of the `Forms` that a request has a token of decide, " +
                "as CloudFront ignores cookies beside a signed URL. Without it a " +
                "request with tokens of two forms is denied.",
            scheme => scheme.FirstForm,
            (scheme, isSet) => scheme with { FirstForm = isSet }),
    ];
}
