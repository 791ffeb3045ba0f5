using TokenAuthz.Signing.Algorithms;
using TokenAuthz.Signing.Messages;
using TokenAuthz.Signing.Rules;
using TokenAuthz.Signing.Tokens;
using static TokenAuthz.Signing.Schemes.SchemeErrors;

namespace TokenAuthz.Signing.Schemes;

/// <summary>Refuses a scheme that would not be safe: its key is not used, or a field that decides is not signed.</summary>
internal sealed class SchemeSafety(SchemeDefinition definition, TokenTemplate token, MessageTemplate message)
{
    private const int MinTruncate = 8;

    private static readonly string[] Deciding =
    [
        WellKnownFields.Issued,
        WellKnownFields.Expires,
        WellKnownFields.NotBefore,
        WellKnownFields.Lifetime,
        WellKnownFields.Acl,
        WellKnownFields.Prefix,
        WellKnownFields.Resource,
        WellKnownFields.Address,
        WellKnownFields.Countries,
        WellKnownFields.BlockedCountries,
        WellKnownFields.IgnoreParameters,
    ];

    private readonly SignedFields _signed = new(definition, token, message);

    /// <summary>Checks everything but the borders of the message's pieces.</summary>
    /// <param name="time">The token's times.</param>
    /// <exception cref="SchemeException">The scheme would not work, or not be safe.</exception>
    public void Check(TimeRule time)
    {
        CheckKey();
        CheckLength();
        new SignatureSafety(definition, token, message).Check();
        new ReachSafety(definition, token, message, _signed).Check();
        CheckFields();
        CheckLifetime();
        SingleUseSafety.Check(definition, token, time);
    }

    private void CheckKey()
    {
        var hasKey = message.Has(MessageParts.Key);
        Require(
            message.Signs(MessageParts.Key) || definition.Algorithm.IsKeyed(),
            nameof(SchemeDefinition.Message),
            "a plain digest needs {key} in the message, or anybody could make it; or take an HMAC");
        Require(
            !hasKey || !definition.Algorithm.IsKeyed() || definition.KeyInMessage,
            nameof(SchemeDefinition.Message),
            "the signature is made with the key already: leave {key} out of the message, or set KeyInMessage if a published format is so");
        Require(
            !definition.KeyInMessage || (hasKey && definition.Algorithm.Traits().Family is AlgorithmFamily.Hmac),
            nameof(SchemeDefinition.KeyInMessage),
            "this is for a message of an HMAC with {key} in it: leave it out");
    }

    private void CheckLength()
    {
        var traits = definition.Algorithm.Traits();
        var size = traits.Family is AlgorithmFamily.Digest or AlgorithmFamily.Hmac ? traits.Digest?.Size() ?? 0 : 0;
        Require(
            definition.Truncate == 0 || size > 0,
            nameof(SchemeDefinition.Truncate),
            $"a signature of {definition.Algorithm} cannot be cut: leave this out");
        Require(
            definition.Truncate == 0 || (definition.Truncate >= MinTruncate && definition.Truncate <= size),
            nameof(SchemeDefinition.Truncate),
            $"a signature has 0 (all) or {MinTruncate} to {size} bytes");
    }

    private void CheckFields()
    {
        foreach (var name in Deciding)
        {
            var field = IndexOf(name);
            Require(
                field < 0 || _signed.Includes(field),
                nameof(SchemeDefinition.Message),
                $"the message does not sign {{{name}}}: a client could change it in its token" +
                    (token.LocatorsOf(field).Count() > 1 ? "; it has to be signed in each place that it can be in" : ""));
        }
    }

    private void CheckLifetime() => Require(
        IndexOf(WellKnownFields.Lifetime) < 0 || IndexOf(WellKnownFields.Issued) >= 0,
        nameof(SchemeDefinition.Token),
        "the field {lifetime} counts from {issued}, which the token does not have");

    private int IndexOf(string field) => token.Fields.IndexOf(field);
}
