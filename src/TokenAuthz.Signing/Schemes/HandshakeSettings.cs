using System.Collections.Immutable;
using SettingOf = TokenAuthz.Signing.Schemes.SettingOf<TokenAuthz.Signing.Schemes.HandshakeDefinition>;

namespace TokenAuthz.Signing.Schemes;

/// <summary>Every setting of a handshake, in the order of the documentation.</summary>
public static class HandshakeSettings
{
    private static readonly ImmutableArray<DefinitionSetting<HandshakeDefinition>> Described =
    [
        SettingOf.Text(
            nameof(HandshakeDefinition.Method),
            "The method of the request.",
            handshake => handshake.Method,
            (handshake, text) => handshake with { Method = text }),
        SettingOf.Flag(
            nameof(HandshakeDefinition.NeedsToken),
            "Whether the request carries the scheme's token, so that it is verified first.",
            handshake => handshake.NeedsToken,
            (handshake, isSet) => handshake with { NeedsToken = isSet }),
        SettingOf.List(
            nameof(HandshakeDefinition.Headers),
            "Headers that the request has, and the fields in them: `x-hook-challenge={challenge}`.",
            handshake => handshake.Headers,
            (handshake, texts) => handshake with { Headers = texts }),
        SettingOf.List(
            nameof(HandshakeDefinition.Items),
            "How query and body are read, as the scheme's `Items`. Without `NeedsToken`, `form!` or `json!` reads them, so that nothing " +
                "else is in them, and they are empty without an entry.",
            handshake => handshake.Items,
            (handshake, texts) => handshake with { Items = texts }),
        SettingOf.Lists(
            nameof(HandshakeDefinition.Require),
            "What fields have to equal, by the fields' names: a text written as in `Message`, or several, one of which has to match.",
            handshake => handshake.Require,
            (handshake, texts) => handshake with { Require = texts }),
        SettingOf.Templates(
            nameof(HandshakeDefinition.Let),
            "Texts with a name, which `Answer` can name in braces.",
            handshake => handshake.Let,
            (handshake, texts) => handshake with { Let = texts }),
        SettingOf.Text(
            nameof(HandshakeDefinition.Signs),
            "The text that the policy's key signs, with the scheme's HMAC and `Encoding`; `{sig}` in `Answer` is the signature.",
            handshake => handshake.Signs,
            (handshake, text) => handshake with { Signs = text }),
        SettingOf.Text(
            nameof(HandshakeDefinition.Answer),
            "The body of the answer, written as a message: fields of the request, `{sig}`, `{host}`, `{path}`, texts of `Let`, and in a " +
                "digest `{verify_token}`, which is the policy's `VerifyToken`. Without it the answer has no body.",
            handshake => handshake.Answer,
            (handshake, text) => handshake with { Answer = text }),
        SettingOf.Choice(
            nameof(HandshakeDefinition.AnswerType),
            "`Text` is `text/plain`, and printable ASCII. `Json` is `application/json`: write `{challenge|json}`, which has its quotes.",
            handshake => handshake.AnswerType,
            (handshake, type) => handshake with { AnswerType = type }),
    ];

    /// <summary>The settings.</summary>
    public static ImmutableArray<DefinitionSetting<HandshakeDefinition>> All { get; } =
        [.. Described.Select(setting => setting with { Default = setting.Write(new() { Name = "" }) })];

    /// <summary>Reads every setting of a handshake.</summary>
    /// <param name="source">Where the values come from.</param>
    /// <param name="whenAbsent">The handshake whose value a setting keeps when the source has none.</param>
    internal static HandshakeDefinition Read(ISettingSource source, HandshakeDefinition whenAbsent) =>
        All.Aggregate(whenAbsent, (handshake, setting) => setting.Read(source, handshake));
}
