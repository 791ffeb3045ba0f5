using System.Collections.Immutable;
using TokenAuthz.Signing.Algorithms;
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
        var pieces = message.Pieces;
        ImmutableArray<PieceForm> forms =
            [.. pieces.Select(piece => piece.Part is MessagePart.Field ? fields.Of(piece.Field) : PieceForm.Of(piece.Part))];
        foreach (var (i, piece) in pieces.Index()) CheckAbsence(i, piece);

        var borders = new MessageBorders(pieces, forms, definition.AllowUnseparated);
        var guards = Parse(nameof(SchemeDefinition.Message), borders.Find);
        return message.With(definition.Algorithm.IsKeyed() ? guards : CheckExtension(forms, guards));
    }

    // A field that may be absent has to stand between literals: its neighbours would run together without it.
    private void CheckAbsence(int index, MessageTemplate.Piece piece)
    {
        if (piece.Part is not MessagePart.Field || token.IsRequired(piece.Field)) return;
        Require(
            IsLiteral(index - 1) && IsLiteral(index + 1),
            nameof(SchemeDefinition.Items),
            $"nothing separates {piece.Text} from its neighbour in the message, so that a token must not leave it out: " +
                $"require it, as in exp={token.Fields.Names[piece.Field]}!");
    }

    private bool IsLiteral(int index) =>
        index < 0 || index >= message.Pieces.Length || message.Pieces[index].Part is MessagePart.Literal;

    // From the digest of a message, a client can compute the digest of that message with a padding, which holds zero bytes, and
    // any text behind it. A piece that the writer denies zero bytes cannot hold the padding.
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
                $"behind {{key}}, {pieces[index].Text} can hold zero bytes: a client with one signature could make one of a longer " +
                    $"message (length extension); write {{key}} at the end, take an HMAC, or list \"{border}\" in AllowUnseparated if a " +
                    "published format is so and no zero byte is sent");
            return guards[index].WithStop(0);
        }
    }
}
