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
        foreach (var setting in SchemeSettings.All) CheckReaders(setting);
        Require(
            definition.Salt is null || !definition.SaltInKey,
            nameof(SchemeDefinition.Salt),
            "SaltInKey says that each key has its own salt: leave one of the two out");
        Require(
            definition.Label is not { } label || FieldKey.IsKey(Encoding.UTF8.GetBytes(label)),
            nameof(SchemeDefinition.Label),
            "a label has lower-case letters, digits and _-.* only, and begins with a letter");
        Require(
            definition.Tag is not { } tag || tag.All(c => c is >= ' ' and <= '~' and not ('"' or '\\')),
            nameof(SchemeDefinition.Tag),
            "a tag is ASCII, without quotes and backslashes");
        NeedsField(definition.Symmetric, nameof(SchemeDefinition.Symmetric), WellKnownFields.Issued);
        NeedsEnd(definition.ExpiresExclusive, nameof(SchemeDefinition.ExpiresExclusive));
        NeedsEnd(definition.MaxLifetime is not null, nameof(SchemeDefinition.MaxLifetime));
        NeedsField(definition.NotBeforeExclusive, nameof(SchemeDefinition.NotBeforeExclusive), WellKnownFields.NotBefore);
        NeedsField(definition.Prefix != Defaults.Prefix, nameof(SchemeDefinition.Prefix), WellKnownFields.Prefix);
        Require(
            definition.PublicUrl is null
            || message.Has(MessageParts.Host)
            || message.Has(PartContent.UrlScheme)
            || rules.Has(PartContent.UrlScheme)
            || fields.IndexOf(WellKnownFields.Prefix) >= 0
            || fields.IndexOf(WellKnownFields.Resource) >= 0
            || definition.Handshakes.Any(HasHost),
            nameof(SchemeDefinition.PublicUrl),
            "neither message, requirements nor token have a host or a scheme of the URL");
        Require(
            fields.IndexOf(WellKnownFields.AddressBound) < 0 || message.Has(PackedAddress.Part),
            nameof(SchemeDefinition.Token),
            "the token has {address_bound}, and the message no {packed_address} that it would bind");
        foreach (var border in definition.AllowUnseparated) CheckBorder(border);
    }

    private static bool HasHost(HandshakeDefinition handshake) =>
        handshake.Let.Values.Append(handshake.Answer).Any(text => text.Contains($"{{{MessageParts.Host.Name}", StringComparison.Ordinal));

    private static void CheckBorder(string border) => Require(
        (CountParts(border) >= 2 || border.EndsWith("|sort_lines}", StringComparison.Ordinal)) && border[0] == '{' && border[^1] == '}',
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

    // A setting that parts of a message read needs one of them in the message.
    private void CheckReaders(DefinitionSetting<SchemeDefinition> setting)
    {
        var readers = PartTable.All.Where(part => part.Settings.Contains(setting.Name)).ToList();
        Require(
            readers.Count == 0 || setting.IsDefault(definition) || readers.Exists(message.Has),
            setting.Name,
            $"the message has no {string.Join(" or ", readers)}");
    }

    private void NeedsEnd(bool isSet, string setting) => Require(
        !isSet || fields.IndexOf(WellKnownFields.Expires) >= 0 || fields.IndexOf(WellKnownFields.Lifetime) >= 0,
        setting,
        "the token has neither a field {expires} nor {lifetime}");

    private void NeedsField(bool isSet, string setting, string field) =>
        Require(!isSet || fields.IndexOf(field) >= 0, setting, $"the token has no field {{{field}}}");
}
