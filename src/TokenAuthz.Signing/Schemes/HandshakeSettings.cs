using System.Collections.Immutable;
using TokenAuthz.Signing.Handshakes;

namespace TokenAuthz.Signing.Schemes;

/// <summary>Every setting of a handshake, in the order of the documentation.</summary>
public static class HandshakeSettings
{
    /// <summary>The settings.</summary>
    public static ImmutableArray<HandshakeSetting> All { get; } =
    [
        Text(
            nameof(HandshakeDefinition.Method),
            "The method of the request.",
            handshake => handshake.Method,
            (handshake, text) => handshake with { Method = text }),
        new(
            nameof(HandshakeDefinition.NeedsToken),
            SchemeSettingKind.Flag,
            "Whether the request carries the scheme's token, so that it is verified first.",
            (source, handshake) => handshake with
            {
                NeedsToken = source.Bool(nameof(HandshakeDefinition.NeedsToken), handshake.NeedsToken),
            },
            handshake => [handshake.NeedsToken ? "true" : "false"]),
        List(
            nameof(HandshakeDefinition.Headers),
            "Headers that the request has, and the fields in them: `x-hook-challenge={challenge}`.",
            handshake => handshake.Headers,
            (handshake, texts) => handshake with { Headers = texts }),
        List(
            nameof(HandshakeDefinition.Items),
            "How query and body are read, as the scheme's `Items`. Without `NeedsToken`, `form!` or `json!` reads them, so that nothing " +
                "else is in them, and they are empty without an entry.",
            handshake => handshake.Items,
            (handshake, texts) => handshake with { Items = texts }),
        new(
            nameof(HandshakeDefinition.Require),
            SchemeSettingKind.Map,
            "What fields have to equal, by the fields' names: a text written as in `Message`, or several, one of which has to match.",
            (source, handshake) => handshake with
            {
                Require = handshake.Require.SetItems(source.Map(nameof(HandshakeDefinition.Require))),
            },
            handshake => [.. handshake.Require.SelectMany(entry => entry.Value.Select(text => $"{entry.Key} = {text}"))]),
        new(
            nameof(HandshakeDefinition.Let),
            SchemeSettingKind.Map,
            "Texts with a name, which `Answer` can name in braces.",
            (source, handshake) => handshake with
            {
                Let = handshake.Let.SetItems(source.Map(nameof(HandshakeDefinition.Let))
                    .Select(entry => KeyValuePair.Create(entry.Key, string.Concat(entry.Value)))),
            },
            handshake => [.. handshake.Let.Select(entry => $"{entry.Key} = {entry.Value}")]),
        Text(
            nameof(HandshakeDefinition.Signs),
            "The text that the policy's key signs, with the scheme's HMAC and `Encoding`; `{sig}` in `Answer` is the signature.",
            handshake => handshake.Signs,
            (handshake, text) => handshake with { Signs = text }),
        Text(
            nameof(HandshakeDefinition.Answer),
            "The body of the answer, written as a message: fields of the request, `{sig}`, `{host}`, `{path}`, texts of `Let`, and in a " +
                "digest `{verify_token}`, which is the policy's `VerifyToken`. Without it the answer has no body.",
            handshake => handshake.Answer,
            (handshake, text) => handshake with { Answer = text }),
        new(
            nameof(HandshakeDefinition.AnswerType),
            SchemeSettingKind.Choice,
            "`Text` is `text/plain`, and printable ASCII. `Json` is `application/json`: write `{challenge|json}`, which has its quotes.",
            (source, handshake) => handshake with { AnswerType = TypeOf(source, handshake) },
            handshake => [$"{handshake.AnswerType}"])
        {
            Choices = [.. Enum.GetNames<AnswerType>()],
        },
    ];

    /// <summary>Reads every setting of a handshake.</summary>
    /// <param name="source">Where the values come from.</param>
    /// <param name="whenAbsent">The handshake whose value a setting keeps when the source has none.</param>
    internal static HandshakeDefinition Read(ISettingSource source, HandshakeDefinition whenAbsent) =>
        All.Aggregate(whenAbsent, (handshake, setting) => setting.Read(source, handshake));

    private static AnswerType TypeOf(ISettingSource source, HandshakeDefinition handshake) => Enum.Parse<AnswerType>(
        source.Choice(nameof(HandshakeDefinition.AnswerType), $"{handshake.AnswerType}", Enum.GetNames<AnswerType>()));

    private static HandshakeSetting Text(
        string name,
        string meaning,
        Func<HandshakeDefinition, string> get,
        Func<HandshakeDefinition, string, HandshakeDefinition> with) => new(
            name,
            SchemeSettingKind.Text,
            meaning,
            (source, handshake) => source.Text(name) is { } text ? with(handshake, text) : handshake,
            handshake => get(handshake) is { Length: > 0 } text ? [text] : []);

    private static HandshakeSetting List(
        string name,
        string meaning,
        Func<HandshakeDefinition, ImmutableArray<string>> get,
        Func<HandshakeDefinition, ImmutableArray<string>, HandshakeDefinition> with) => new(
            name,
            SchemeSettingKind.List,
            meaning,
            (source, handshake) => source.Strings(name) is { IsEmpty: false } texts ? with(handshake, texts) : handshake,
            get);
}
