using System.Collections.Immutable;
using TokenAuthz.Signing.Algorithms;
using TokenAuthz.Signing.Filters;
using TokenAuthz.Signing.Messages;
using static TokenAuthz.Signing.Schemes.SchemeErrors;

namespace TokenAuthz.Signing.Schemes;

/// <summary>
/// Refuses a message that could be read in two ways, so that a client could move bytes between its pieces or append to it under the
/// same signature.
/// </summary>
internal sealed class MessageSafety(SchemeDefinition definition, TokenTemplate token, MessageTemplate message)
{
    /// <summary>Finds the limits of each piece.</summary>
    /// <param name="fields">The forms of the token's fields.</param>
    /// <returns>The message with the limits of its pieces.</returns>
    /// <exception cref="SchemeException">No limits tell the pieces apart.</exception>
    public MessageTemplate Restrict(FieldForms fields)
    {
        var (restricted, forms) = Restrict(message, fields);
        return definition.Algorithm.IsKeyed() ? restricted : CheckExtension(restricted, forms);
    }

    // A message within a message has borders of its own, and filters make one text of it.
    private (MessageTemplate Restricted, ImmutableArray<TextForm> Forms) Restrict(MessageTemplate template, FieldForms fields)
    {
        ImmutableArray<MessagePiece> pieces =
        [
            .. template.Pieces
                .Select(piece => piece.Inner is { } inner ? piece with { Inner = Restrict(inner, fields).Restricted } : piece),
        ];
        foreach (var piece in pieces) CheckJoin(piece);
        ImmutableArray<TextForm> forms = [.. pieces.Select(piece => piece.Filters.FormOf(FormOf(piece, fields)))];
        foreach (var i in Enumerable.Range(0, pieces.Length).Where(i => OptionalText.Is(pieces[i])))
        {
            var written = pieces;
            var (piece, form) = Parse(nameof(SchemeDefinition.Message), () => OptionalText.At(written, i));
            (pieces, forms) = (pieces.SetItem(i, piece), forms.SetItem(i, form));
        }

        foreach (var (i, piece) in pieces.Index())
        {
            if (!forms[i].IsFixed) CheckAbsence(pieces, forms, i);
        }

        var borders = new MessageBorders(pieces, forms, definition.AllowUnseparated);
        var guards = Parse(nameof(SchemeDefinition.Message), borders.Find);
        return (new MessageTemplate(pieces, template.Named).With(guards), forms);
    }

    private void CheckJoin(MessagePiece piece) => Require(
        !piece.Filters.Any(filter => filter.Joins) || definition.AllowUnseparated.Contains(piece.Text),
        nameof(SchemeDefinition.Message),
        $"nothing tells where the texts end that {piece.Text} joins: list it in AllowUnseparated if a published format is so");

    private static TextForm FormOf(MessagePiece piece, FieldForms fields) =>
        piece.Part == MessageParts.Field ? fields.Of(piece.Field) : piece.Part.Form;

    // A piece that may be absent has to stand between literals, or behind a piece that ends itself: its neighbours would run together
    // without it.
    private void CheckAbsence(ImmutableArray<MessagePiece> pieces, ImmutableArray<TextForm> forms, int index)
    {
        var piece = pieces[index];
        if (OptionalText.Is(piece)) return;
        var isField = piece.Part == MessageParts.Field;
        if (isField ? token.IsRequired(piece.Field) : !piece.IsOptional) return;
        Require(
            (IsLiteral(pieces, index - 1) || forms[index - 1].EndsItself) && IsLiteral(pieces, index + 1),
            isField ? nameof(SchemeDefinition.Items) : nameof(SchemeDefinition.Message),
            isField
                ? $"nothing separates {piece.Text} from its neighbour in the message, so that a token must not leave it out: " +
                    $"require it, as in exp={token.Fields.Names[piece.Field]}!"
                : $"nothing separates {piece.Text} from its neighbour in the message, so that a request must not leave it out: " +
                    $"write {piece.Text.Replace("?:", ":", StringComparison.Ordinal)}");
    }

    private static bool IsLiteral(ImmutableArray<MessagePiece> pieces, int index) =>
        index < 0 || index >= pieces.Length || pieces[index].Part == MessageParts.Literal;

    // From the digest of a message, a client can compute the digest of that message with a padding, which holds zero bytes, and
    // any text behind it. A piece that the writer denies zero bytes cannot hold the padding.
    private MessageTemplate CheckExtension(MessageTemplate template, ImmutableArray<TextForm> forms)
    {
        var pieces = template.Pieces;
        var key = pieces.ToList().FindLastIndex(piece => piece.Part == MessageParts.Key || piece.Inner?.Has(MessageParts.Key) is true);
        return template.With(pieces.Select((piece, i) => i <= key || forms[i].IsFixed ? piece.Guard : WithoutZero(i)));

        PieceGuard WithoutZero(int index)
        {
            var border = string.Concat(pieces[key..(index + 1)].Select(piece => piece.Text));
            Require(
                !forms[index].Bytes.Contains(0) || definition.AllowUnseparated.Contains(border),
                nameof(SchemeDefinition.Message),
                $"behind {{key}}, {pieces[index].Text} can hold zero bytes: a client with one signature could make one of a longer " +
                    $"message (length extension); write {{key}} at the end, take an HMAC, or list \"{border}\" in AllowUnseparated if a " +
                    "published format is so and no zero byte is sent");
            return pieces[index].Guard.WithStop(0);
        }
    }
}
