using System.Collections.Immutable;
using TokenAuthz.Signing.Algorithms;
using TokenAuthz.Signing.Messages;
using TokenAuthz.Signing.Rules;
using TokenAuthz.Signing.Tokens;

namespace TokenAuthz.Signing.Schemes;

/// <summary>What a scheme has to keep to in order to mean what it says: its key is used, and what it goes by is signed.</summary>
internal sealed class SchemeSafety(
    SchemeDefinition definition,
    TokenFields fields,
    List<TokenLocator> locators,
    KeyValueList? items,
    MessageTemplate message)
{
    private const int MinTruncate = 8;

    // Each holds all of the target, so that it cannot be signed where the target holds the signature.
    private static readonly MessagePart[] WholeTarget = [MessagePart.Target, MessagePart.SignedTarget, MessagePart.SignedUrl];

    private static readonly MessagePart[] PartsOfPath =
        [MessagePart.Path, MessagePart.Uri, MessagePart.Stem, MessagePart.Directory, MessagePart.PrefixOrPath, MessagePart.UrlBinding];

    // Fields that name a token's key or time, and nothing that it opens.
    private static readonly string[] OfTheToken =
        [WellKnownFields.Signature, WellKnownFields.KeyId, WellKnownFields.Issued, WellKnownFields.Expires, WellKnownFields.NotBefore, WellKnownFields.AddressBound];

    private static readonly string[] Deciding =
        [WellKnownFields.Issued, WellKnownFields.Expires, WellKnownFields.NotBefore, WellKnownFields.Acl, WellKnownFields.Prefix, WellKnownFields.Address];

    private readonly int _signature = fields.IndexOf(WellKnownFields.Signature);
    private readonly SignedFields _signed = new(definition, fields, locators, items, message);

    /// <summary>Checks all of it.</summary>
    /// <param name="forms">What the fields can look like.</param>
    /// <param name="time">The token's times.</param>
    /// <returns>The message, whose pieces are told apart.</returns>
    /// <exception cref="SchemeException">Something would not work, or not be safe.</exception>
    public MessageTemplate Check(FieldForms forms, TimeRule time)
    {
        CheckKey();
        CheckSignature();
        CheckPath();
        CheckReach(forms);
        CheckFields();
        Require(!definition.SingleUse || time.Ends, nameof(SchemeDefinition.SingleUse), "a token that may be used once has to end: the token needs {issued} or {expires}");
        return CheckBorders(forms);
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
        Require(!message.HasField(_signature), nameof(SchemeDefinition.Message), "the message cannot hold {sig}, which is made of it");
        Require(!message.Has(MessagePart.SignatureBase) || (fields.IndexOf(WellKnownFields.Components) >= 0 && fields.IndexOf(WellKnownFields.Parameters) >= 0), nameof(SchemeDefinition.Message), "{signature_base} needs the fields {components} and {parameters}");
        foreach (var locator in locators.Where(locator => locator.Pattern.Fields.Contains(_signature))) CheckHolds(locator);
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
        var isPathWhole = WholeTarget.Any(message.Has) || (fields.IndexOf(WellKnownFields.Path) < 0 && PartsOfPath.Any(message.Has));
        Require(
            locator.Place is not TokenPlace.Path || !isPathWhole,
            nameof(SchemeDefinition.Message),
            "the path holds the signature itself: name what remains of it, as in path:/{sig}{path}, and sign {path}");
        var header = locator.Place is TokenPlace.Cookie ? "cookie" : locator.Name;
        var isInHeader = locator.Place is TokenPlace.Header or TokenPlace.Cookie;
        var isSigned = definition.SignedHeaders.Contains(header, StringComparer.OrdinalIgnoreCase);
        Require(!isInHeader || !isSigned, nameof(SchemeDefinition.SignedHeaders), $"the header {header} holds the signature itself");
    }

    // What a token in the path stands before is part of the same path, and has to be signed with it.
    private void CheckPath()
    {
        foreach (var locator in locators.Where(locator => locator.Place is TokenPlace.Path))
        {
            var rest = locator.Pattern.RequiredFields.Where(field => !OfTheToken.Contains(fields.Names[field])).ToList();
            Require(
                rest.Count > 0,
                nameof(SchemeDefinition.Token),
                "a token in the path has to say what remains of it, as in path:/{sig}{path}");
            foreach (var field in rest)
            {
                Require(
                    IsPathFieldSigned(field),
                    nameof(SchemeDefinition.Message),
                    $"the message does not sign {{{fields.Names[field]}}}, which is in the path: one token would open every path");
            }
        }
    }

    // A scope takes the place of the path, and the parameters of a token in the path are those that the message is made of.
    private bool IsPathFieldSigned(int field) =>
        _signed.Includes(field)
        || (field == fields.IndexOf(WellKnownFields.Path) && IsScopeSigned())
        || (field == fields.IndexOf(WellKnownFields.Parameters) && message.Has(MessagePart.OtherParameters));

    private bool IsScopeSigned() =>
        Scopes.Any(field => locators.Exists(locator => locator.Pattern.RequiredFields.Contains(field)) && _signed.Includes(field));

    private IEnumerable<int> Scopes => new[] { WellKnownFields.Acl, WellKnownFields.Prefix }.Select(fields.IndexOf).Where(index => index >= 0);

    // What a token opens: a path, a scope of paths, or a body.
    private void CheckReach(FieldForms forms)
    {
        var isBound = WholeTarget.Concat(PartsOfPath).Append(MessagePart.Body).Any(message.Has)
            || (message.Has(MessagePart.SignatureBase) && definition.RequiredComponents.Any(name => name is not ("@method" or "@scheme" or "@authority")))
            || Scopes.Any(field => forms.IsRequired(field) && _signed.Includes(field))
            || locators.Exists(locator => locator.Place is TokenPlace.Path);
        var isBase = message.Has(MessagePart.SignatureBase);
        Require(
            isBound || !isBase,
            nameof(SchemeDefinition.RequiredComponents),
            "say what every signature has to cover, such as @method, @authority, @path and @query: " +
                "with neither path nor a header in it, one signature would open everything");
        Require(
            isBound,
            nameof(SchemeDefinition.Message),
            "say what is signed, as in {method}\\n{host}\\n{target}\\n{expires}: " +
                "with neither path, scope nor body of the request in it, one token would open everything");
    }

    private void CheckFields()
    {
        foreach (var name in Deciding)
        {
            var field = fields.IndexOf(name);
            Require(
                field < 0 || _signed.Includes(field),
                nameof(SchemeDefinition.Message),
                $"the message does not sign {{{name}}}: whoever holds a token could change it" +
                    (IsInSeveralPlaces(field) ? "; it has to be signed in each place that it can be in" : ""));
        }
    }

    private bool IsInSeveralPlaces(int field) => locators.Count(locator => locator.Pattern.Fields.Contains(field)) > 1;

    private MessageTemplate CheckBorders(FieldForms forms)
    {
        var pieces = message.Pieces;
        ImmutableArray<PieceForm> formsOfPieces =
            [.. pieces.Select(piece => piece.Part is MessagePart.Field ? forms.Of(piece.Field) : PieceForm.Of(piece.Part))];
        foreach (var (i, piece) in pieces.Index())
        {
            if (piece.Part is not MessagePart.Field || forms.IsRequired(piece.Field)) continue;
            Require(
                IsLiteral(i - 1) && IsLiteral(i + 1),
                nameof(SchemeDefinition.Items),
                $"nothing separates {piece.Text} from its neighbour in the message, so that a token must not leave it out: " +
                    $"require it, as in exp={fields.Names[piece.Field]}!");
        }

        var guards = Find(new MessageBorders(pieces, formsOfPieces, definition.AllowUnseparated));
        return message.With(definition.Digest.IsKeyed() ? guards : CheckExtension(formsOfPieces, guards));

        bool IsLiteral(int index) => index < 0 || index >= pieces.Length || pieces[index].Part is MessagePart.Literal;
    }

    // From the digest of a message, anybody computes that of the message, a padding with zero bytes in it, and any text more.
    // What the writer denies to hold a zero byte holds no padding.
    private PieceGuard[] CheckExtension(ImmutableArray<PieceForm> forms, IReadOnlyList<PieceGuard> guards)
    {
        var pieces = message.Pieces;
        var key = pieces.ToList().FindLastIndex(piece => piece.Part is MessagePart.Key);
        return [.. guards.Select((guard, i) => i <= key || forms[i] == PieceForm.Constant ? guard : WithoutZero(i))];

        PieceGuard WithoutZero(int index)
        {
            var border = string.Concat(pieces[key..(index + 1)].Select(piece => piece.Text));
            Require(
                !forms[index].Bytes.Contains(0) || definition.AllowUnseparated.Contains(border),
                nameof(SchemeDefinition.Message),
                $"behind {{key}}, {pieces[index].Text} can hold zero bytes: whoever has one signature could make one of a longer " +
                    $"message (length extension); write {{key}} at the end, take an HMAC, or list \"{border}\" in AllowUnseparated if a " +
                    "published format is so and no zero byte is sent");
            return guards[index].WithStop(0);
        }
    }

    private static IReadOnlyList<PieceGuard> Find(MessageBorders borders)
    {
        try
        {
            return borders.Find();
        }
        catch (FormatException e)
        {
            throw new SchemeException(nameof(SchemeDefinition.Message), e.Message);
        }
    }

    private static void Require(bool condition, string setting, string text)
    {
        if (!condition) throw new SchemeException(setting, text);
    }
}
