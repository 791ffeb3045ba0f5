using System.Collections.Immutable;
using SettingOf = TokenAuthz.Signing.Schemes.SettingOf<TokenAuthz.Signing.Schemes.SchemeDefinition>;

namespace TokenAuthz.Signing.Schemes;

/// <summary>The settings of a token, its message and its keys.</summary>
internal static class TokenSettings
{
    public static ImmutableArray<DefinitionSetting<SchemeDefinition>> All { get; } =
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
            (scheme, parts) => scheme with
            {
                Token = parts,
                Items = InheritedItems.Of(scheme.Items, parts),
                Defaults = InheritedItems.Of(scheme.Defaults, parts),
            }),
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
        SettingOf.Flag(
            nameof(SchemeDefinition.KeyInMessage),
            "Lets the message of an HMAC hold `{key}`, because a published format has it so.",
            scheme => scheme.KeyInMessage,
            (scheme, isSet) => scheme with { KeyInMessage = isSet }),
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
    ];
}
