using System.Collections.Immutable;
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

    // Fields that say which key signed the token and when it holds, and not which requests it opens.
    private static readonly string[] OfTheToken =
    [
        WellKnownFields.Signature,
        WellKnownFields.KeyId,
        WellKnownFields.Issued,
        WellKnownFields.Expires,
        WellKnownFields.NotBefore,
        WellKnownFields.Lifetime,
        WellKnownFields.Algorithm,
        WellKnownFields.TokenId,
        WellKnownFields.Nonce,
        WellKnownFields.AddressBound,
    ];

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
        CheckSignature();
        CheckPath();
        CheckReach();
        CheckFields();
        CheckLifetime();
        CheckSingleUse(time);
    }

    private void CheckKey()
    {
        var hasKey = message.Has(MessagePart.Key);
        Require(
            message.Signs(MessagePart.Key) || definition.Algorithm.IsKeyed(),
            nameof(SchemeDefinition.Message),
            "a plain digest needs {key} in the message, or anybody could make it; or take an HMAC");
        Require(
            !hasKey || !definition.Algorithm.IsKeyed(),
            nameof(SchemeDefinition.Message),
            "the signature is made with the key already: leave {key} out of the message");
    }

    private void CheckSignature()
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
        var carrier = token.CarriersOf(token.Signature).Where(message.HasField).Select(field => token.Fields.Names[field]).FirstOrDefault();
        Require(
            carrier is null,
            nameof(SchemeDefinition.Message),
            carrier == WellKnownFields.Signature
                ? "the message cannot hold {sig}, which is made of it"
                : $"the message cannot hold {{{carrier}}}, because {{sig}}, which is made of the message, is read from it");
        var hasComponents = IndexOf(WellKnownFields.Components) >= 0 && IndexOf(WellKnownFields.Parameters) >= 0;
        Require(
            hasComponents || !message.Has(MessagePart.SignatureBase),
            nameof(SchemeDefinition.Message),
            "{signature_base} needs the fields {components} and {parameters}");
        var names = IndexOf(WellKnownFields.SignedHeaders);
        Require(
            !message.Has(MessagePart.CanonicalHeaders) || (names >= 0 && message.SignsField(names)),
            nameof(SchemeDefinition.Message),
            "{canonical_headers} needs the field {signed_headers}, which lists them, in the token and in the message");
        Require(
            IndexOf(WellKnownFields.List) >= 0 || !message.Has(MessagePart.EdgeCacheToken),
            nameof(SchemeDefinition.Message),
            "{edge_cache_token} is made of the field {list}, as in query:edge-cache-token={list}~Signature={sig}");
        Require(
            names < 0
                || !message.Has(MessagePart.HeaderLines)
                || message.Pieces[^1].Part is MessagePart.HeaderLines,
            nameof(SchemeDefinition.Message),
            "{header_lines} has to be the end of the message, because the token tells how many lines it has");
        foreach (var locator in token.LocatorsCarrying(token.Signature)) CheckHolds(locator);
    }

    // A message that holds its own signature cannot be signed.
    private void CheckHolds(TokenLocator locator)
    {
        var isInQuery = locator.Place is TokenPlace.Query;
        Require(
            !isInQuery || !message.Has(MessagePart.Target),
            nameof(SchemeDefinition.Message),
            "{target} holds the signature itself: write {signed_target}, which ends before it");
        Require(
            !isInQuery || !message.Has(MessagePart.SortedQuery),
            nameof(SchemeDefinition.Message),
            "{sorted_query} holds the signature itself: write {other_parameters}, which leaves it out");
        Require(
            !isInQuery || !message.All.Any(piece => locator.NameBytes.AsSpan().SequenceEqual(piece.Parameter)),
            nameof(SchemeDefinition.Message),
            $"the parameter {locator.Name} holds the signature itself");
        var isPathWhole = message.HasAny(MessageParts.WholeTarget)
            || (IndexOf(WellKnownFields.Path) < 0 && message.HasAny(MessageParts.OfPath));
        Require(
            locator.Place is not TokenPlace.Path || !isPathWhole,
            nameof(SchemeDefinition.Message),
            "the path holds the signature itself: name what remains of it, as in path:/{sig}{path}, and sign {path}");
        var header = locator.Place is TokenPlace.Cookie ? "cookie" : locator.Name;
        var isInHeader = locator.Place is TokenPlace.Header or TokenPlace.Cookie;
        var isSigned = definition.SignedHeaders.Contains(header, StringComparer.OrdinalIgnoreCase);
        Require(
            !isInHeader || !isSigned,
            nameof(SchemeDefinition.SignedHeaders),
            $"the header {header} holds the signature itself");
        Require(
            !isInHeader || !message.All.Any(piece => string.Equals(piece.Header?.Text, header, StringComparison.OrdinalIgnoreCase)),
            nameof(SchemeDefinition.Message),
            $"the header {header} holds the signature itself");
    }

    // The rest of a path behind a token in it says what the token opens, so that it has to be signed.
    private void CheckPath()
    {
        foreach (var locator in token.Locators.Where(locator => locator.Place is TokenPlace.Path))
        {
            var rest = locator.Pattern.FreeFields.Where(field => !OfTheToken.Contains(token.Fields.Names[field])).ToList();
            Require(
                rest.Count > 0,
                nameof(SchemeDefinition.Token),
                "a token in the path has to say what remains of it, as in path:/{sig}{path}");
            foreach (var field in rest)
            {
                Require(
                    IsPathFieldSigned(field),
                    nameof(SchemeDefinition.Message),
                    $"the message does not sign {{{token.Fields.Names[field]}}}, which is in the path: one token would open every path");
            }
        }
    }

    // A signed scope stands for the path. {other_parameters} is made of the parameters of a token in the path.
    private bool IsPathFieldSigned(int field) =>
        _signed.Includes(field)
        || (field == IndexOf(WellKnownFields.Path)
            && (definition.Bearer || _signed.Includes(IndexOf(WellKnownFields.Folder)) || IsRequired(MessageParts.OfPath)))
        || (field == IndexOf(WellKnownFields.Path) && IsScopeSigned())
        || (field == IndexOf(WellKnownFields.Parameters) && message.Signs(MessagePart.OtherParameters));

    private bool IsScopeSigned() =>
        Scopes.Any(field => token.Locators.Any(locator => locator.RequiredFields.Contains(field)) && _signed.Includes(field));

    private IEnumerable<int> Scopes =>
        new[] { WellKnownFields.Acl, WellKnownFields.Prefix }.Select(IndexOf).Where(index => index >= 0);

    // The message has to hold what a token opens: a path, a scope of paths, or a body.
    private void CheckReach()
    {
        var isBase = message.Has(MessagePart.SignatureBase);
        var isBound = message.SignsAny(MessageParts.WholeTarget)
            || message.SignsAny(MessageParts.OfPath)
            || message.SignsAny(MessageParts.SigningStrings)
            || message.Signs(MessagePart.Body)
            || (isBase && definition.Covers.Any(name => name is not ("@method" or "@scheme" or "@authority") && !name.EndsWith('?')))
            || Scopes.Any(field => token.IsRequired(field) && _signed.Includes(field))
            || _signed.Includes(IndexOf(WellKnownFields.Resource))
            || token.Locators.Any(locator => locator.Place is TokenPlace.Path)
            || definition.Bearer
            || IsRequired([.. MessageParts.WholeTarget, .. MessageParts.OfPath, .. MessageParts.OfContent]);
        Require(
            isBound || !isBase,
            nameof(SchemeDefinition.Covers),
            "say what every signature has to cover, such as @method, @authority, @path and @query: " +
                "with neither path nor a header in it, one signature would open everything; set Bearer if that is meant");
        Require(
            isBound,
            nameof(SchemeDefinition.Message),
            "say what is signed, as in {method}\\n{host}\\n{target}\\n{expires}: " +
                "with neither path, scope nor body of the request in it, one token would open everything; " +
                "let a field equal one of them in Require, or set Bearer if that is meant");
    }

    // A field that has to equal one of some parts of the request binds the token to that part.
    private bool IsRequired(ImmutableArray<MessagePart> parts) =>
        definition.Require.Any(entry => entry.Value.All(text => Template(entry.Key, text).HasAny(parts)));

    private MessageTemplate Template(string field, string text) => Parse(
        $"{nameof(SchemeDefinition.Require)}:{field}", () => MessageTemplate.Parse(text, token.Fields, definition.Let));

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

    private void CheckSingleUse(TimeRule time)
    {
        if (!definition.SingleUse) return;
        Require(
            time.Ends,
            nameof(SchemeDefinition.SingleUse),
            "a token that may be used once has to end: the token needs {issued} or {expires}");
        const string severalSignatures =
            "a token with several signatures could be used once for each: write one in Token, such as v1,{sig}";
        Require(token.Signatures is null, nameof(SchemeDefinition.SingleUse), severalSignatures);
    }

    private int IndexOf(string field) => token.Fields.IndexOf(field);
}
