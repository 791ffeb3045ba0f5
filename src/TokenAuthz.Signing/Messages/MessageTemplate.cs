using System.Collections.Immutable;
using System.Text;
using TokenAuthz.Signing.Tokens;

namespace TokenAuthz.Signing.Messages;

/// <summary>The template of a message, parsed once: <c>{path}-{issued}-{key}</c>.</summary>
internal sealed class MessageTemplate
{
    private static readonly Dictionary<string, MessagePart> Names = Enum.GetValues<MessagePart>()
        .Where(part => part is not (MessagePart.Literal or MessagePart.Field))
        .ToDictionary(MessageParts.NameOf, StringComparer.Ordinal);

    private MessageTemplate(ImmutableArray<Piece> pieces) => Pieces = pieces;

    /// <summary>The names of the parts of a request, as they stand in braces.</summary>
    public static IReadOnlyCollection<string> PartNames => Names.Keys;

    public ImmutableArray<Piece> Pieces { get; }

    /// <summary>Whether a part is in the message.</summary>
    public bool Has(MessagePart part) => Pieces.Any(piece => piece.Part == part);

    /// <summary>Whether one of some parts is in the message.</summary>
    public bool HasAny(params ImmutableArray<MessagePart> parts) => parts.Any(Has);

    /// <summary>Whether a field of the token is in the message.</summary>
    public bool HasField(int field) => Pieces.Any(piece => piece.Part is MessagePart.Field && piece.Field == field);

    /// <summary>Takes a template apart.</summary>
    /// <param name="text">The template.</param>
    /// <param name="fields">
    /// The token's fields. A name of both a field and a part means the part; the path, which is both, is the same either way.
    /// </param>
    /// <exception cref="FormatException">It is ill-formed, or a name in it is neither a part's nor a field's.</exception>
    public static MessageTemplate Parse(string text, TokenFields fields)
    {
        var pieces = ImmutableArray.CreateBuilder<Piece>();
        foreach (var (isField, content) in TemplateText.Split(text))
        {
            if (!isField) pieces.Add(new(MessagePart.Literal, -1, Encoding.UTF8.GetBytes(content), content));
            else if (Names.TryGetValue(content, out var part)) pieces.Add(new(part, -1, [], $"{{{content}}}"));
            else if (fields.IndexOf(content) is >= 0 and var field) pieces.Add(new(MessagePart.Field, field, [], $"{{{content}}}"));
            else throw Unknown(content, fields);
        }

        return new(pieces.ToImmutable());
    }

    /// <summary>The same message, each piece with its guard.</summary>
    public MessageTemplate With(IReadOnlyList<PieceGuard> guards) =>
        new([.. Pieces.Zip(guards, (piece, guard) => piece with { Guard = guard })]);

    private static FormatException Unknown(string name, TokenFields fields) => new(
        $"{{{name}}} is neither a field of the token ({string.Join(", ", fields.Names)}) " +
            $"nor a part of the request ({string.Join(", ", Names.Keys)})");

    /// <summary>One piece: a part of the request, a field by its number, or a literal; and its text in the template.</summary>
    internal readonly record struct Piece(MessagePart Part, int Field, byte[] Literal, string Text)
    {
        /// <summary>The limits of the piece in a request.</summary>
        public PieceGuard Guard { get; init; }
    }
}
