using System.Collections.Immutable;
using TokenAuthz.Signing.Filters;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Signing.Messages;

/// <summary>
/// A named text that is left out where the token lacks its field: <c>{subject_line?}</c> for the text <c>Subject\n{subject}\n</c>, as some
/// formats sign the label of a field with it.
/// </summary>
internal static class OptionalText
{
    /// <summary>Stands behind the name.</summary>
    public const char Mark = '?';

    /// <summary>Makes the piece.</summary>
    /// <exception cref="FormatException">The text is not one field between two others, or the second begins with a letter.</exception>
    public static MessagePiece Of(string text, MessageTemplate inner) => IsLabelled(inner.Pieces)
        ? new(MessageParts.Named, text) { Inner = inner, IsOptional = true }
        : throw new FormatException($"{text}: a text that may be absent is one field between two texts, as in id:{{id}};");

    /// <summary>Whether a piece is such a text.</summary>
    public static bool Is(MessagePiece piece) => piece is { IsOptional: true, Inner: not null };

    /// <summary>The number of the field that decides.</summary>
    public static int FieldOf(MessagePiece piece) => piece.Inner!.Pieces[1].Field;

    /// <summary>
    /// The form of the text at a place of a message, and the piece with the limits that its field has to keep to. Read from the left, its
    /// label tells whether it is there, and it ends where its last text begins; from the right it is told if nothing else ends as its
    /// label.
    /// </summary>
    /// <exception cref="FormatException">Its label does not tell it from what may stand in its place.</exception>
    public static (MessagePiece Piece, TextForm Form) At(ImmutableArray<MessagePiece> pieces, int index)
    {
        var piece = pieces[index];
        var (label, end) = (LabelOf(piece), piece.Inner!.Pieces[2].Literal);
        var next = index + 1;
        for (; next < pieces.Length && Is(pieces[next]); next++) CheckTold(piece, label, LabelOf(pieces[next]));
        if (next < pieces.Length && pieces[next].Part != MessageParts.Literal) throw new FormatException(Refusal(piece));
        if (next < pieces.Length) CheckTold(piece, label, pieces[next].Literal);
        if (index > 0 && pieces[index - 1].Part != MessageParts.Literal && !Is(pieces[index - 1]))
            throw new FormatException(Refusal(piece));

        var beginsItself = !pieces.Where(other => other != piece).Select(LastLiteralOf).Any(other => other.AsSpan().EndsWith(label));
        var guard = default(PieceGuard).WithStop(end[0]);
        if (beginsItself) guard = guard.WithStop(label[^1]);
        var guards = new[] { default, guard, default };
        return (
            piece with { Inner = piece.Inner.With(guards) },
            new() { Bytes = HttpBytes.All, EndsItself = true, BeginsItself = beginsItself });
    }

    private static void CheckTold(MessagePiece piece, byte[] label, byte[] other)
    {
        if (label.AsSpan().StartsWith(other) || other.AsSpan().StartsWith(label)) throw new FormatException(Refusal(piece));
    }

    private static string Refusal(MessagePiece piece) =>
        $"nothing tells whether {piece.Text} is there: let it and what follows begin with texts of which none begins with another";

    private static byte[] LabelOf(MessagePiece piece) => piece.Inner!.Pieces[0].Literal;

    private static byte[] LastLiteralOf(MessagePiece piece) => Is(piece) ? LabelOf(piece) : piece.Literal;

    private static bool IsLabelled(ImmutableArray<MessagePiece> pieces) =>
        pieces is [var label, { Field: >= 0 }, { Literal: [var end, ..] }]
        && label.Part == MessageParts.Literal
        && !char.IsAsciiLetterOrDigit((char)end);
}
