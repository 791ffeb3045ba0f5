using TokenAuthz.Signing.Messages;
using TokenAuthz.Signing.Tokens;

namespace TokenAuthz.Signing.Schemes;

/// <summary>Refuses settings that nothing reads, because whoever wrote one relies on it.</summary>
internal sealed class SettingChecks(SchemeDefinition definition, TokenFields fields, MessageTemplate message)
{
    private static readonly SchemeDefinition Defaults = new() { Name = "" };

    /// <summary>Checks each setting that belongs to a part of the message or a field of the token.</summary>
    /// <exception cref="SchemeException">A setting has no effect, or names what there is not.</exception>
    public void Check()
    {
        var hasSalt = message.Has(MessagePart.Salt) || message.Has(MessagePart.SaltBinding);
        Refuse(definition.Salt is not null && !hasSalt, nameof(SchemeDefinition.Salt), "the message has no {salt}");
        Refuse(definition.SaltEncoding != Defaults.SaltEncoding && !hasSalt, nameof(SchemeDefinition.SaltEncoding), "the message has no {salt}");
        NeedsPart(!definition.Suffixes.IsEmpty, nameof(SchemeDefinition.Suffixes), MessagePart.Stem, "{stem}");
        NeedsPart(!definition.SignedHeaders.IsEmpty, nameof(SchemeDefinition.SignedHeaders), MessagePart.SignedHeaders, "{signed_headers}");
        NeedsPart(!definition.RequiredComponents.IsEmpty, nameof(SchemeDefinition.RequiredComponents), MessagePart.SignatureBase, "{signature_base}");
        NeedsPart(definition.EscapeUrl, nameof(SchemeDefinition.EscapeUrl), MessagePart.UrlBinding, "{url_binding}");
        NeedsField(definition.Symmetric, nameof(SchemeDefinition.Symmetric), WellKnownFields.Issued);
        NeedsField(definition.Prefix != Defaults.Prefix, nameof(SchemeDefinition.Prefix), WellKnownFields.Prefix);
        CheckAddress();
        foreach (var name in definition.RequiredComponents)
        {
            var known = string.Join(", ", SignatureBase.Derived);
            Refuse(!SignatureBase.Knows(name), nameof(SchemeDefinition.RequiredComponents), $"'{name}' is no component: write a header in lower case, or one of {known}");
        }

        foreach (var border in definition.AllowUnseparated) CheckBorder(border);
    }

    private void CheckAddress()
    {
        NeedsPart(
            definition.AddressPrefix != Defaults.AddressPrefix,
            nameof(SchemeDefinition.AddressPrefix),
            MessagePart.PackedAddress,
            "{packed_address}");
        Refuse(
            fields.IndexOf(WellKnownFields.AddressBound) >= 0 && !message.Has(MessagePart.PackedAddress),
            nameof(SchemeDefinition.Token),
            "the token has {address_bound}, and the message no {packed_address} that it would bind");
    }

    private static void CheckBorder(string border)
    {
        var parts = 0;
        try
        {
            parts = TemplateText.Split(border).Count(piece => piece.IsField);
        }
        catch (FormatException)
        {
            // What is ill-formed has no two parts either.
        }

        Refuse(
            parts < 2 || border[0] != '{' || border[^1] != '}',
            nameof(SchemeDefinition.AllowUnseparated),
            $"'{border}' is not two parts of a message side by side, as in {{uri}}{{client_address}}");
    }

    private void NeedsPart(bool isSet, string setting, MessagePart part, string text) =>
        Refuse(isSet && !message.Has(part), setting, $"the message has no {text}");

    private void NeedsField(bool isSet, string setting, string field) =>
        Refuse(isSet && fields.IndexOf(field) < 0, setting, $"the token has no field {{{field}}}");

    private static void Refuse(bool isWrong, string setting, string text)
    {
        if (isWrong) throw new SchemeException(setting, text);
    }
}
