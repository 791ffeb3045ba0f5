using TokenAuthz.Signing.Digests;
using TokenAuthz.Signing.Messages;
using TokenAuthz.Signing.Rules;
using TokenAuthz.Signing.Tokens;

namespace TokenAuthz.Signing.Schemes;

/// <summary>What a scheme has to keep to in order to mean what it says: its key is used, and what it goes by is signed.</summary>
internal sealed class SchemeRules(SchemeDefinition definition, FieldNames fields, List<TokenLocator> locators, FieldItems? items, MessageTemplate message, bool isSignatureInQuery)
{
    private const int MinTruncate = 8;

    // Parts that take in every parameter of the query, or all but the signature.
    private static readonly MessagePart[] WholeQuery =
        [MessagePart.Target, MessagePart.SignedTarget, MessagePart.SignedUrl, MessagePart.Query, MessagePart.SortedQuery];

    /// <summary>Checks all of it.</summary>
    /// <exception cref="SchemeException">Something would not work, or not be safe.</exception>
    public void Check(TimeRule time)
    {
        Require(message.Pieces.Any(piece => piece.Part is not (MessagePart.Literal or MessagePart.Key or MessagePart.Salt or MessagePart.SaltBinding)), nameof(SchemeDefinition.Message), "say what is signed, as in {method}\\n{host}\\n{target}\\n{expires}: with nothing of the request or the token in it, one token would open everything");
        CheckKey();
        CheckSignature();
        CheckSalt();
        foreach (var name in (string[])[FieldNames.Issued, FieldNames.Expires, FieldNames.NotBefore, FieldNames.Acl, FieldNames.Prefix, FieldNames.Address])
        {
            var field = fields.IndexOf(name);
            Require(field < 0 || IsSigned(field), nameof(SchemeDefinition.Message), $"the message does not sign {{{name}}}: whoever holds a token could change it");
        }

        Require(!definition.SingleUse || time.Ends, nameof(SchemeDefinition.SingleUse), "a token that may be used once has to end: the token needs {issued} or {expires}");
        Require(definition.AddressPrefix is > 0 and <= 128, nameof(SchemeDefinition.AddressPrefix), "an IPv6 address has 1 to 128 leading bits");
    }

    private void CheckKey()
    {
        var hasKey = message.Has(MessagePart.Key);
        Require(hasKey || definition.Digest.IsKeyed(), nameof(SchemeDefinition.Message), "a plain digest needs {key} in the message, or anybody could make it; or take an HMAC");
        Require(!hasKey || !definition.Digest.IsKeyed(), nameof(SchemeDefinition.Message), "an HMAC is made with the key already: leave {key} out of the message");
    }

    private void CheckSignature()
    {
        Require(definition.Truncate == 0 || (definition.Truncate >= MinTruncate && definition.Truncate <= definition.Digest.Size()), nameof(SchemeDefinition.Truncate), $"a signature has 0 (all) or {MinTruncate} to {definition.Digest.Size()} bytes");
        Require(!isSignatureInQuery || !message.Has(MessagePart.Target), nameof(SchemeDefinition.Message), "{target} holds the signature itself: write {signed_target}, which ends before it");
        Require(!locators.Exists(locator => locator.Place is TokenPlace.Path) || fields.IndexOf(FieldNames.Path) >= 0 || message.Has(MessagePart.Field), nameof(SchemeDefinition.Token), "a token in the path has to say what remains of it, as in path:/{sig}{path}");
        Require(!message.Has(MessagePart.SignatureBase) || (fields.IndexOf(FieldNames.Components) >= 0 && fields.IndexOf(FieldNames.Parameters) >= 0), nameof(SchemeDefinition.Message), "{signature_base} needs the fields {components} and {parameters}");
    }

    private void CheckSalt()
    {
        Require(definition.Salt is null || message.Has(MessagePart.Salt) || message.Has(MessagePart.SaltBinding), nameof(SchemeDefinition.Salt), "the message has no {salt}");
    }

    private bool IsSigned(int field) =>
        message.HasField(field)
        || (field == fields.IndexOf(FieldNames.Prefix) && message.Has(MessagePart.PrefixOrPath))
        || locators.Any(locator => locator.Place is TokenPlace.Query && locator.Pattern.Fields.Contains(field) && WholeQuery.Any(message.Has))
        || (items is not null && items.Items.Any(item => item.Field == field) && IsListSigned(items.Field));

    private bool IsListSigned(int list) =>
        list < 0 ? WholeQuery.Any(message.Has) || message.Has(MessagePart.OtherParameters) : message.HasField(list) || message.Has(MessagePart.SignatureBase) || (list == fields.IndexOf(FieldNames.Path) && message.Has(MessagePart.Path));

    private static void Require(bool condition, string setting, string text)
    {
        if (!condition) throw new SchemeException(setting, text);
    }
}
