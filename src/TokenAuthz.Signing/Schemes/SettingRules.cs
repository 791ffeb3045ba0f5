using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Messages;
using TokenAuthz.Signing.Tokens;

namespace TokenAuthz.Signing.Schemes;

/// <summary>Refuses settings that nothing reads, because whoever wrote one relies on it.</summary>
internal sealed class SettingRules(SchemeDefinition definition, FieldNames fields, MessageTemplate message)
{
    private static readonly SchemeDefinition Defaults = new() { Name = "" };

    /// <summary>Checks each setting that belongs to a part of the message or a field of the token.</summary>
    /// <exception cref="SchemeException">A setting has no effect, or names what there is not.</exception>
    public void Check()
    {
        var hasSalt = message.Has(MessagePart.Salt) || message.Has(MessagePart.SaltBinding);
        Require(definition.Salt is null || hasSalt, nameof(SchemeDefinition.Salt), "the message has no {salt}");
        Require(definition.SaltEncoding is KeyEncoding.Text || hasSalt, nameof(SchemeDefinition.SaltEncoding), "the message has no {salt}");
        Require(definition.Stem.IsEmpty || message.Has(MessagePart.Stem), nameof(SchemeDefinition.Stem), "the message has no {stem}");
        Require(definition.SignedHeaders.IsEmpty || message.Has(MessagePart.SignedHeaders), nameof(SchemeDefinition.SignedHeaders), "the message has no {signed_headers}");
        Require(definition.Covers.IsEmpty || message.Has(MessagePart.SignatureBase), nameof(SchemeDefinition.Covers), "the message has no {signature_base}");
        Require(!definition.EscapeUrl || message.Has(MessagePart.UrlBinding), nameof(SchemeDefinition.EscapeUrl), "the message has no {url_binding}");
        Require(!definition.Symmetric || fields.IndexOf(FieldNames.Issued) >= 0, nameof(SchemeDefinition.Symmetric), "the token has no field {issued}");
        Require(definition.Prefix == Defaults.Prefix || fields.IndexOf(FieldNames.Prefix) >= 0, nameof(SchemeDefinition.Prefix), "the token has no field {prefix}");
        Require(definition.AddressPrefix is > 0 and <= 128, nameof(SchemeDefinition.AddressPrefix), "an IPv6 address has 1 to 128 leading bits");
        Require(definition.AddressPrefix == Defaults.AddressPrefix || message.Has(MessagePart.PackedAddress), nameof(SchemeDefinition.AddressPrefix), "the message has no {packed_address}");
        Require(fields.IndexOf(FieldNames.AddressBound) < 0 || message.Has(MessagePart.PackedAddress), nameof(SchemeDefinition.Token), "the token has {address_bound}, and the message no {packed_address} that it would bind");
        foreach (var name in definition.Covers)
            Require(SignatureBase.Knows(name), nameof(SchemeDefinition.Covers), $"'{name}' is no component: write a header in lower case, or one of {string.Join(", ", SignatureBase.Derived)}");
        foreach (var border in definition.AllowUnseparated) CheckBorder(border);
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

        Require(parts >= 2 && border.StartsWith('{') && border.EndsWith('}'), nameof(SchemeDefinition.AllowUnseparated), $"'{border}' is not two parts of a message side by side, as in {{uri}}{{client_address}}");
    }

    private static void Require(bool condition, string setting, string text)
    {
        if (!condition) throw new SchemeException(setting, text);
    }
}
