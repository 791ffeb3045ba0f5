using System.Diagnostics;
using TokenAuthz.Signing.Messages;
using TokenAuthz.Signing.Tokens;

namespace TokenAuthz.Signing.Schemes;

/// <summary>
/// Which fields of a token the message signs: by name, or with the text that they are read from. A field that can be read in
/// several places has to be signed in each of them.
/// </summary>
internal sealed class SignedFields(
    SchemeDefinition definition,
    TokenFields fields,
    List<TokenLocator> locators,
    KeyValueList? items,
    MessageTemplate message)
{
    private readonly int _signature = fields.IndexOf(WellKnownFields.Signature);

    /// <summary>Whether nobody can change the field of a token, or leave it out, under the same signature.</summary>
    public bool Includes(int field)
    {
        if (message.HasField(field)) return true;
        var isRead = locators.Exists(locator => locator.Pattern.Fields.Contains(field));
        var isItem = items is not null && items.Items.Any(item => item.Field == field);
        return (isRead || isItem)
            && locators.Where(locator => locator.Pattern.Fields.Contains(field)).All(locator => IsSignedAt(locator, field))
            && (!isItem || IsListSigned(field));
    }

    /// <summary>Whether a component of an RFC 9421 signature is always covered.</summary>
    public bool Covers(params string[] components) =>
        message.Has(MessagePart.SignatureBase) && definition.RequiredComponents.Intersect(components).Any();

    private bool IsSignedAt(TokenLocator locator, int field) => locator.Place switch
    {
        TokenPlace.Query => IsQuerySigned(locator.Pattern.Fields.Contains(_signature)) || IsPrefixSigned(field, isOptional: false),
        TokenPlace.Path => IsWholePathSigned || IsPathFieldSigned(field) || IsPrefixSigned(field, isOptional: false),
        TokenPlace.Cookie => IsHeaderSigned("cookie") || IsPrefixSigned(field, isOptional: false),
        TokenPlace.Header => IsHeaderSigned(locator.Name) || IsPrefixSigned(field, isOptional: false) || IsOfSignatureBase(field),
        _ => throw new UnreachableException(),
    };

    // The parts of a message that are made of the query end before the parameter that holds the signature.
    private bool IsQuerySigned(bool isSignature) =>
        message.Has(MessagePart.Target) || message.Has(MessagePart.SortedQuery) || Covers("@query", "@request-target", "@target-uri")
        || (!isSignature && HasAny(MessagePart.Query, MessagePart.SignedTarget, MessagePart.SignedUrl));

    // {path} is the whole of it unless a field says what remains behind a token.
    private bool IsWholePathSigned =>
        HasAny(MessagePart.Target, MessagePart.SignedTarget, MessagePart.SignedUrl) || Covers("@path", "@request-target", "@target-uri")
        || (fields.IndexOf(WellKnownFields.Path) < 0 && message.Has(MessagePart.Path));

    // What remains behind a token in the path is what the parts of the path are made of.
    private bool IsPathFieldSigned(int field) =>
        field == fields.IndexOf(WellKnownFields.Path)
        && HasAny(MessagePart.Path, MessagePart.Uri, MessagePart.Stem, MessagePart.Directory, MessagePart.PrefixOrPath, MessagePart.UrlBinding);

    private bool IsHeaderSigned(string header) =>
        (message.Has(MessagePart.SignedHeaders) && definition.SignedHeaders.Contains(header, StringComparer.OrdinalIgnoreCase))
        || Covers(header.ToLowerInvariant());

    private bool IsOfSignatureBase(int field) =>
        message.Has(MessagePart.SignatureBase)
        && (field == fields.IndexOf(WellKnownFields.Components) || field == fields.IndexOf(WellKnownFields.Parameters));

    // {prefix_or_path} signs the prefix; that there is one, where it may be left out, the parameters beside it tell.
    private bool IsPrefixSigned(int field, bool isOptional) =>
        field == fields.IndexOf(WellKnownFields.Prefix) && message.Has(MessagePart.PrefixOrPath)
        && (!isOptional || (message.Has(MessagePart.OtherParameters) && items!.Field == fields.IndexOf(WellKnownFields.Parameters)));

    // Decoded parameters sign none of their own accord: a name that is percent-encoded is read by the message, not by the list.
    private bool IsListSigned(int field) =>
        items!.Items.Where(item => item.Field == field).All(item =>
            IsPrefixSigned(field, isOptional: !item.IsRequired)
            || (items.Field < 0 ? IsQuerySigned(IsSignatureParameter(item.Name)) : Includes(items.Field)));

    private bool IsSignatureParameter(byte[] name) => locators
        .Where(locator => locator.Place is TokenPlace.Query && locator.Pattern.Fields.Contains(_signature))
        .Any(locator => locator.NameBytes.AsSpan().SequenceEqual(name));

    private bool HasAny(params MessagePart[] parts) => parts.Any(message.Has);
}
