using System.Diagnostics;
using TokenAuthz.Signing.Messages;
using TokenAuthz.Signing.Requests;
using TokenAuthz.Signing.Tokens;

namespace TokenAuthz.Signing.Schemes;

/// <summary>
/// The fields of a token that the message signs, by name or with the text that they are read from. A field that can be in several
/// places has to be signed in each of them.
/// </summary>
internal sealed class SignedFields(SchemeDefinition definition, TokenTemplate token, MessageTemplate message)
{
    /// <summary>Whether a client can neither change the field of a token nor leave it out under the same signature.</summary>
    public bool Includes(int field)
    {
        if (message.SignsField(field) || IsHeld(field)) return true;
        return (token.ItemsOf(field).Any() || token.LocatorsOf(field).Any())
            && token.LocatorsOf(field).All(locator => IsSignedAt(locator, field))
            && token.ItemsOf(field).All(item => IsItemSigned(item, field));
    }

    private bool IsSignedAt(TokenLocator locator, int field) => IsPrefixSigned(field) || locator.Place switch
    {
        TokenPlace.Header => IsHeaderSigned(locator.Name) || IsOfOAuth(field) || IsTimeOfSigningString(field),
        TokenPlace.Query => IsQuerySigned(token.LocatorsCarrying(token.Signature).Contains(locator))
            || message.SignsParameter(locator.NameBytes)
            || (!token.LocatorsCarrying(token.Signature).Contains(locator) && IsInQuery(locator.NameBytes)),
        TokenPlace.Cookie => IsHeaderSigned("cookie"),
        TokenPlace.Path => IsWholePathSigned || IsPathFieldSigned(field),
        _ => throw new UnreachableException(),
    };

    private bool IsInQuery(byte[] name) => message.SignsInQuery(name) || message.SignsSorted(SortedParameters.OfQuery, name);

    // {query}, {signed_target} and {signed_url} end before the parameter that holds the signature.
    private bool IsQuerySigned(bool isSignature) =>
        message.Signs(PartContent.QueryAndSignature)
        || Requires("@query", "@request-target", "@target-uri")
        || (!isSignature && message.Signs(PartContent.QueryToSignature));

    // {path} is the whole path unless the token has a field of that name.
    private bool IsWholePathSigned =>
        message.Signs(PartContent.Target)
        || Requires("@path", "@request-target", "@target-uri")
        || (IndexOf(WellKnownFields.Path) < 0 && message.Signs(MessageParts.Path));

    // The parts of the path are made of the field {path}, if the token has one.
    private bool IsPathFieldSigned(int field) => field == IndexOf(WellKnownFields.Path) && message.Signs(PartContent.Path);

    // A signing string holds every time of the token; of other headers those that it has to cover.
    private bool IsHeaderSigned(string header) =>
        (message.Signs(HeaderLines.Part) && definition.SignedHeaders.Contains(header, StringComparer.OrdinalIgnoreCase))
        || (message.Signs(CanonicalHeaders.Part) && SignedHeaderRule.Parse(definition.Covers).Signs(header.ToLowerInvariant()))
        || message.SignsHeader(header.ToLowerInvariant())
        || Requires(header.ToLowerInvariant(), $"{header.ToLowerInvariant()}?");

    // Some parts hold a field that they are made of, as {signature_base} holds {parameters}.
    private bool IsHeld(int field) => field >= 0 && PartTable.All.Any(part =>
        part.HoldsFields && part.Fields.Any(name => IndexOf(name) == field) && message.Signs(part));

    // {oauth_parameters} signs what the header lists, but for the realm (RFC 5849, section 3.4.1.3.1).
    private bool IsOfOAuth(int field) =>
        field == IndexOf(WellKnownFields.Parameters) && message.Signs(OAuthParameters.Part);

    private bool IsRealm(TokenItem item, byte[] name) => IsOfOAuth(item.Field) && name.AsSpan().SequenceEqual("realm"u8);

    private bool IsTimeOfSigningString(int field) => message.Signs(PartContent.ListedHeaders)
        && (field == IndexOf(WellKnownFields.Issued) || field == IndexOf(WellKnownFields.Expires));

    // {prefix_or_path} signs the prefix.
    private bool IsPrefixSigned(int field) => field == IndexOf(WellKnownFields.Prefix) && message.Signs(PrefixOrPath.Part);

    private bool IsItemSigned(TokenItem item, int field) => item.Codec.Fields.Where(read => read.Field == field).All(read =>
        (IsPrefixSigned(field) && (read.IsRequired || IsOfOtherParameters(item)))
        || IsTimeOfSigningString(field)
        || (IsOfOtherParameters(item) && !token.Times.ContainsKey(field) && IsPlain(read.Name))
        || item.Source switch
        {
            ItemSource.Field => (Includes(item.Field) && !IsRealm(item, read.Name)) || message.SignsField(item.Field, item.Filters),
            ItemSource.Query => IsQuerySigned(IsSignatureParameter(read.Name))
                || (!IsSignatureParameter(read.Name) && IsInQuery(read.Name))
                || (item.Codec is PairsCodec && message.SignsParameter(read.Name)),
            ItemSource.Body => message.Signs(MessageParts.Body)
                || (item.Codec is FormCodec && message.SignsSorted(SortedParameters.OfForm, read.Name)),
            _ => throw new UnreachableException(),
        });

    // {other_parameters} leaves out times, and refuses a name that has an escape of an unreserved character.
    private static bool IsPlain(byte[] name) => name.Length > 0 && name.All(PercentEncoding.IsUnreserved);

    // Where a token may leave the prefix out, the parameters beside it tell that it has one.
    private bool IsOfOtherParameters(TokenItem item) =>
        message.Signs(OtherParameters.Part)
        && item.Source is not ItemSource.Body
        && item.Field == IndexOf(WellKnownFields.Parameters);

    private bool IsSignatureParameter(byte[] name) => token.LocatorsCarrying(token.Signature)
        .Any(locator => locator.Place is TokenPlace.Query && locator.NameBytes.AsSpan().SequenceEqual(name));

    // Whether every RFC 9421 signature covers one of some components.
    private bool Requires(params string[] components) =>
        (message.Signs(SignatureBase.Part) || message.Signs(PartContent.ListedHeaders)) && definition.Covers.Intersect(components).Any();

    private int IndexOf(string field) => token.Fields.IndexOf(field);
}
