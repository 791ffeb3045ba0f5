using System.Collections.Immutable;

namespace TokenAuthz.Signing.Schemes;

/// <summary>Every setting of a scheme, in the order of the documentation.</summary>
public static class SchemeSettings
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary>The settings.</summary>
    public static ImmutableArray<SchemeSetting> All { get; } =
    [
        SettingOf.Text(
            nameof(SchemeDefinition.Description),
            "One line about the scheme, for people. `verify` shows it.",
            scheme => scheme.Description,
            (scheme, text) => scheme with { Description = text }),
        SettingOf.List(
            nameof(SchemeDefinition.Token),
            "Where a request carries the token, and the fields in it: an entry for each header, parameter, cookie or path that has a part.",
            scheme => scheme.Token,
            (scheme, parts) => scheme with { Token = parts, Items = InheritedItems.Of(scheme.Items, parts) }),
        SettingOf.List(
            nameof(SchemeDefinition.Items),
            "Reads fields out of a field: the field, how it is written, then each name with the field that its value fills. An entry " +
                "takes the place of the preset's entries for the same text; the others stay.",
            scheme => scheme.Items,
            (scheme, items) => scheme with { Items = ItemEntries.Merge(scheme.Items, items) }),
        SettingOf.Templates(
            nameof(SchemeDefinition.Defaults),
            "Values of fields that a token leaves out, by the fields' names, written as in `Message`.",
            scheme => scheme.Defaults,
            (scheme, values) => scheme with { Defaults = values }),
        SettingOf.Text(
            nameof(SchemeDefinition.Message),
            "The text that is signed, with fields of the token and parts of the request in braces. `\\n` is a line feed.",
            scheme => scheme.Message,
            (scheme, message) => scheme with { Message = message }),
        SettingOf.Templates(
            nameof(SchemeDefinition.Let),
            "Texts with a name, written as in `Message`, which can name them in braces: `{canonical|sha256|hex}`.",
            scheme => scheme.Let,
            (scheme, texts) => scheme with { Let = texts }),
        SettingOf.List(
            nameof(SchemeDefinition.AllowUnseparated),
            "Parts of the message that may stand side by side without a separator, because a published format has them so.",
            scheme => scheme.AllowUnseparated,
            (scheme, borders) => scheme with { AllowUnseparated = borders }),
        SettingOf.Choice(
            nameof(SchemeDefinition.Algorithm),
            "The algorithm that makes the signature from the message. A plain digest needs the key in the message, " +
                "an HMAC refuses it there.",
            scheme => scheme.Algorithm,
            (scheme, digest) => scheme with { Algorithm = digest }) with { FormerName = "Digest" },
        SettingOf.List(
            nameof(SchemeDefinition.DeriveKey),
            "Derives the key that signs: the first text, with `{key}` in it, is the key of an HMAC of the second text, whose result is " +
                "the key of an HMAC of the third, and so on.",
            scheme => scheme.DeriveKey,
            (scheme, steps) => scheme with { DeriveKey = steps }),
        SettingOf.Choice(
            nameof(SchemeDefinition.Encoding),
            "How the signature is written. `Hex` accepts either case; each base64 accepts a signature with its padding and without.",
            scheme => scheme.Encoding,
            (scheme, encoding) => scheme with { Encoding = encoding }),
        SettingOf.Choice(
            nameof(SchemeDefinition.SignatureForm),
            "How ECDSA writes the two numbers of a signature: `Concatenated`, side by side, as JWT has them; or `Der`.",
            scheme => scheme.SignatureForm,
            (scheme, form) => scheme with { SignatureForm = form }),
        SettingOf.Number(
            nameof(SchemeDefinition.Truncate),
            "How many bytes of the digest are the signature: at least 8, or 0 for all.",
            (0, 64),
            scheme => scheme.Truncate,
            (scheme, bytes) => scheme with { Truncate = bytes }),
        SettingOf.Choice(
            nameof(SchemeDefinition.KeyEncoding),
            "How the keys are written in the configuration.",
            scheme => scheme.KeyEncoding,
            (scheme, encoding) => scheme with { KeyEncoding = encoding }),
        SettingOf.Secret(
            nameof(SchemeDefinition.Salt),
            "The value of `{salt}` in the message.",
            scheme => scheme.Salt,
            (scheme, salt) => scheme with { Salt = salt }),
        SettingOf.Flag(
            nameof(SchemeDefinition.SaltInKey),
            "The text of each key is the key, a colon and the salt that belongs to it: `KEY:SALT`. So both are replaced together.",
            scheme => scheme.SaltInKey,
            (scheme, isSet) => scheme with { SaltInKey = isSet }),
        SettingOf.Choice(
            nameof(SchemeDefinition.SaltEncoding),
            "How the salt is written in the configuration.",
            scheme => scheme.SaltEncoding,
            (scheme, encoding) => scheme with { SaltEncoding = encoding }),
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
        SettingOf.Flag(
            nameof(SchemeDefinition.EscapeUrl),
            "Percent-encodes the path in `{url_binding}`.",
            scheme => scheme.EscapeUrl,
            (scheme, isSet) => scheme with { EscapeUrl = isSet }),
        SettingOf.Number(
            nameof(SchemeDefinition.AddressPrefix),
            "How many leading bits of an IPv6 address `{packed_address}` has.",
            (1, 128),
            scheme => scheme.AddressPrefix,
            (scheme, bits) => scheme with { AddressPrefix = bits }),
        SettingOf.Text(
            nameof(SchemeDefinition.CountryHeader),
            "The header in which your gateway tells the client's country (ISO 3166-1, two letters), for tokens that are bound to countries. " +
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
            "Accepts each token once. The token needs a time at which it expires.",
            scheme => scheme.SingleUse,
            (scheme, isSet) => scheme with { SingleUse = isSet }),
        SettingOf.Flag(
            nameof(SchemeDefinition.FirstForm),
            "Lets the first of the `Forms` that a request has a token of decide, " +
                "as CloudFront ignores cookies beside a signed URL. Without it a " +
                "request with tokens of two forms is denied.",
            scheme => scheme.FirstForm,
            (scheme, isSet) => scheme with { FirstForm = isSet }),
    ];

    /// <summary>The name of the section with the settings of forms, each below the form's name.</summary>
    public const string Forms = nameof(SchemeDefinition.Forms);

    /// <summary>
    /// Reads every setting, and those of the forms. A form has the settings of its own section, then those of the scheme, then what it
    /// had before.
    /// </summary>
    /// <param name="source">Where the values come from.</param>
    /// <param name="whenAbsent">The scheme whose value a setting keeps when the source has none.</param>
    public static SchemeDefinition Read(ISettingSource source, SchemeDefinition whenAbsent)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(whenAbsent);
        var scheme = ReadFlat(source, whenAbsent);
        var forms = whenAbsent.Forms.Select(form => ReadFlat(source, form)).ToList();
        foreach (var (name, section) in source.Sections(Forms))
        {
            var index = forms.FindIndex(form => string.Equals(form.Name, name, StringComparison.OrdinalIgnoreCase));
            if (index < 0) forms.Add(ReadFlat(section, scheme with { Name = name }));
            else forms[index] = ReadFlat(section, forms[index]);
        }

        return forms.Count == 0 ? scheme : scheme with { Forms = [.. forms] };
    }

    private static SchemeDefinition ReadFlat(ISettingSource source, SchemeDefinition whenAbsent) =>
        All.Aggregate(whenAbsent, (scheme, setting) => setting.Read(source, scheme));

    /// <summary>Refuses numbers and durations that are outside of their limits, which a scheme made in code can have.</summary>
    /// <exception cref="SchemeException">A value is.</exception>
    internal static void CheckLimits(SchemeDefinition scheme)
    {
        foreach (var setting in All)
        {
            if (!setting.IsWithinLimits(scheme) && setting.Limits is var (min, max))
                throw new SchemeException(setting.Name, $"this is {setting.Write(scheme)[0]}: write {min} to {max}");
        }
    }
}
