using System.Collections.Immutable;
using TokenAuthz.Signing.Filters;
using TokenAuthz.Signing.Tokens;

namespace TokenAuthz.Signing.Messages;

/// <summary>The template of a message, parsed once: <c>{path}-{issued}-{key}</c>.</summary>
/// <param name="pieces">The pieces in their order.</param>
/// <param name="named">The messages with names that are in it, the inner ones first.</param>
internal sealed class MessageTemplate(ImmutableArray<MessagePiece> pieces, ImmutableArray<NamedMessage> named)
{
    public ImmutableArray<MessagePiece> Pieces => pieces;

    /// <summary>The messages with names that are in this one, the inner ones first.</summary>
    public ImmutableArray<NamedMessage> Named => named;

    /// <summary>All pieces, with those of the messages within this one.</summary>
    public IEnumerable<MessagePiece> All => Signed(FilterLoss.Content);

    /// <summary>Whether a part is in the message, filtered or not.</summary>
    public bool Has(MessagePart part) => Has(piece => piece.Part == part, FilterLoss.Content);

    /// <summary>Whether the message holds one of some parts of the request, filtered or not.</summary>
    public bool Has(PartContent content) => Has(piece => (piece.Part.Content & content) != 0, FilterLoss.Content);

    /// <summary>Whether the message may hold the host: as a text, or within a part that is made.</summary>
    public bool MayReadHost => All.Any(piece => piece.Part.Text is PartText.Host or PartText.Made);

    /// <summary>Whether a field of the token is in the message, filtered or not.</summary>
    public bool HasField(int field) => Has(IsField(field), FilterLoss.Content);

    /// <summary>Whether the message tells each value of a part from every other, but for its spelling.</summary>
    public bool Signs(MessagePart part) => Has(piece => piece.Part == part, FilterLoss.Spelling);

    /// <summary>Whether the message tells each value of one of some parts of the request from every other, but for its spelling.</summary>
    public bool Signs(PartContent content) => Has(piece => (piece.Part.Content & content) != 0, FilterLoss.Spelling);

    /// <summary>Whether the message tells each value of a field from every other.</summary>
    public bool SignsField(int field) => Has(IsField(field), FilterLoss.None);

    /// <summary>Whether the message has a field as some filters give it, so that it signs what is read out of that.</summary>
    public bool SignsField(int field, ImmutableArray<TextFilter> filters) => Pieces.Any(piece =>
        piece.Inner is { } inner
            ? piece.Filters.Loss() is FilterLoss.None && inner.SignsField(field, filters)
            : IsField(field)(piece) && piece.Filters.SequenceEqual(filters));

    /// <summary>Whether the message tells each value of a header from every other.</summary>
    /// <param name="name">The header's name in lower case.</param>
    public bool SignsHeader(string name) => Has(piece => piece.Header?.LowerText == name, FilterLoss.None);

    /// <summary>Whether the message tells each value of a parameter of the query from every other.</summary>
    public bool SignsParameter(ReadOnlySpan<byte> name)
    {
        foreach (var piece in Signed(FilterLoss.None))
        {
            if (piece.Part == MessageParts.Parameter && name.SequenceEqual(piece.Parameter)) return true;
        }

        return false;
    }

    /// <summary>Whether sorted parameters in the message have one, if the request has it.</summary>
    /// <param name="part">The parameters of the query or of the body.</param>
    /// <param name="name">The name of the parameter.</param>
    public bool SignsSorted(MessagePart part, byte[] name) =>
        Has(piece => piece.Part == part && SortedParameters.Includes(piece, name), FilterLoss.Spelling);

    /// <summary>Whether a canonical query in the message has a parameter, if the request has it.</summary>
    public bool SignsInQuery(byte[] name) => Has(
        piece => piece.Part == CanonicalQuery.Part && !piece.Parameter.AsSpan().SequenceEqual(name), FilterLoss.Spelling);

    /// <summary>Takes a template apart.</summary>
    /// <param name="text">The template.</param>
    /// <param name="fields">
    /// The token's fields. A name of both a field and a part means the part; the path, which is both, is the same either way.
    /// </param>
    /// <param name="messages">The templates with names; null for none.</param>
    /// <exception cref="FormatException">It is ill-formed, or a name in it is unknown.</exception>
    public static MessageTemplate Parse(string text, TokenFields fields, IReadOnlyDictionary<string, string>? messages = null) =>
        new MessageParser(fields, messages ?? ImmutableDictionary<string, string>.Empty).Parse(text);

    /// <summary>The same message, each piece with its guard.</summary>
    public MessageTemplate With(IEnumerable<PieceGuard> guards) =>
        new([.. Pieces.Zip(guards, (piece, guard) => piece with { Guard = guard })], Named);

    private static Func<MessagePiece, bool> IsField(int field) => piece => piece.Part == MessageParts.Field && piece.Field == field;

    private bool Has(Func<MessagePiece, bool> isMeant, FilterLoss loss) => Signed(loss).Any(isMeant);

    // The pieces whose filters, and those of the messages around them, lose no more than this.
    private IEnumerable<MessagePiece> Signed(FilterLoss loss) => Pieces
        .Where(piece => piece.Filters.Loss() <= loss)
        .SelectMany(piece => piece.Inner is null ? [piece] : piece.Inner.Signed(loss));
}
