using System.Collections.Immutable;
using System.Text;
using TokenAuthz.Signing.Messages;
using TokenAuthz.Signing.StructuredFields;
using TokenAuthz.Signing.Tokens;
using static TokenAuthz.Signing.Schemes.SchemeErrors;

namespace TokenAuthz.Signing.Schemes;

/// <summary>Refuses settings without effect, because their author relies on them.</summary>
internal sealed class SettingChecks(SchemeDefinition definition, TokenFields fields, MessageTemplate message, RuleCompiler rules)
{
    private static readonly SchemeDefinition Defaults = new() { Name = "" };

    /// <summary>Checks each setting that belongs to a part of the message or a field of the token.</summary>
    /// <exception cref="SchemeException">A setting has no effect, or names something unknown.</exception>
    public void Check()
    {
        CheckSalt(definition.Salt is not null, nameof(SchemeDefinition.Salt));
        CheckSalt(definition.SaltInKey, nameof(SchemeDefinition.SaltInKey));
        Require(
            definition.Salt is null || !definition.SaltInKey,
            nameof(SchemeDefinition.Salt),
            "SaltInKey says that each key has its own salt: leave one of the two out");
        CheckSalt(definition.SaltEncoding != Defaults.SaltEncoding, nameof(SchemeDefinition.SaltEncoding));
        NeedsPart(!definition.Stem.IsEmpty, nameof(SchemeDefinition.Stem), MessagePart.Stem);
        NeedsPart(
            !definition.SignedHeaders.IsEmpty,
            nameof(SchemeDefinition.SignedHeaders),
            [MessagePart.HeaderLines, .. MessageParts.SigningStrings]);
        Require(
            definition.Covers.IsEmpty
            || message.HasAny([MessagePart.SignatureBase, MessagePart.CanonicalHeaders, .. MessageParts.SigningStrings]),
            nameof(SchemeDefinition.Covers),
            "the message has no {signature_base}, no {canonical_headers} and no {signing_string}");
        NeedsPart(definition.Label is not null, nameof(SchemeDefinition.Label), MessagePart.SignatureBase);
        NeedsPart(definition.Tag is not null, nameof(SchemeDefinition.Tag), MessagePart.SignatureBase);
        Require(
            definition.Label is not { } label || FieldKey.IsKey(Encoding.UTF8.GetBytes(label)),
            nameof(SchemeDefinition.Label),
            "a label has lower-case letters, digits and _-.* only, and begins with a letter");
        Require(
            definition.Tag is not { } tag || tag.All(c => c is >= ' ' and <= '~' and not ('"' or '\\')),
            nameof(SchemeDefinition.Tag),
            "a tag is ASCII, without quotes and backslashes");
        NeedsPart(definition.EscapeUrl, nameof(SchemeDefinition.EscapeUrl), MessagePart.UrlBinding);
        var hasAddressPrefix = definition.AddressPrefix != Defaults.AddressPrefix;
        NeedsPart(hasAddressPrefix, nameof(SchemeDefinition.AddressPrefix), MessagePart.PackedAddress);
        NeedsField(definition.Symmetric, nameof(SchemeDefinition.Symmetric), WellKnownFields.Issued);
        NeedsEnd(definition.ExpiresExclusive, nameof(SchemeDefinition.ExpiresExclusive));
        NeedsEnd(definition.MaxLifetime is not null, nameof(SchemeDefinition.MaxLifetime));
        NeedsField(definition.NotBeforeExclusive, nameof(SchemeDefinition.NotBeforeExclusive), WellKnownFields.NotBefore);
        NeedsField(definition.Prefix != Defaults.Prefix, nameof(SchemeDefinition.Prefix), WellKnownFields.Prefix);
        Require(
            definition.PublicUrl is null
            || message.Has(MessagePart.Host)
            || MessageParts.OfUrlScheme.Any(part => message.Has(part) || rules.Has(part))
            || fields.IndexOf(WellKnownFields.Prefix) >= 0
            || fields.IndexOf(WellKnownFields.Resource) >= 0,
            nameof(SchemeDefinition.PublicUrl),
            "neither message, requirements nor token have a host or a scheme of the URL");
        Require(
            fields.IndexOf(WellKnownFields.AddressBound) < 0 || message.Has(MessagePart.PackedAddress),
            nameof(SchemeDefinition.Token),
            "the token has {address_bound}, and the message no {packed_address} that it would bind");
        foreach (var border in definition.AllowUnseparated) CheckBorder(border);
    }

    private static void CheckBorder(string border) => Require(
        CountParts(border) >= 2 && border[0] == '{' && border[^1] == '}',
        nameof(SchemeDefinition.AllowUnseparated),
        $"'{border}' is not two parts of a message side by side, as in {{uri}}{{client_address}}");

    private static int CountParts(string border)
    {
        try
        {
            return TemplateText.Split(border).Count(piece => piece.IsField);
        }
        catch (FormatException)
        {
            return 0;
        }
    }

    private void CheckSalt(bool isSet, string setting) =>
        Require(!isSet || message.HasAny(MessagePart.Salt, MessagePart.SaltBinding), setting, "the message has no {salt}");

    private void NeedsPart(bool isSet, string setting, params ImmutableArray<MessagePart> parts) => Require(
        !isSet || message.HasAny(parts),
        setting,
        $"the message has no {string.Join(" or ", parts.Select(part => $"{{{MessageParts.NameOf(part)}}}"))}");

    private void NeedsEnd(bool isSet, string setting) => Require(
        !isSet || fields.IndexOf(WellKnownFields.Expires) >= 0 || fields.IndexOf(WellKnownFields.Lifetime) >= 0,
        setting,
        "the token has neither a field {expires} nor {lifetime}");

    private void NeedsField(bool isSet, string setting, string field) =>
        Require(!isSet || fields.IndexOf(field) >= 0, setting, $"the token has no field {{{field}}}");
}
