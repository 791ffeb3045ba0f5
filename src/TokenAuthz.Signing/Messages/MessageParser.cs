using System.Collections.Immutable;
using System.Text;
using TokenAuthz.Signing.Filters;
using TokenAuthz.Signing.Requests;
using TokenAuthz.Signing.Tokens;

namespace TokenAuthz.Signing.Messages;

/// <summary>Takes the template of a message apart, and with it the templates that it names.</summary>
/// <param name="fields">The token's fields.</param>
/// <param name="messages">The templates with names.</param>
internal sealed class MessageParser(TokenFields fields, IReadOnlyDictionary<string, string> messages)
{
    // A template can name another one twice, so that few settings could make a message of any length.
    private const int MaxPieces = 256;

    private readonly List<NamedMessage> _named = [];
    private readonly Stack<string> _open = [];
    private int _count;

    /// <summary>Takes a template apart.</summary>
    /// <exception cref="FormatException">It is ill-formed, or a name in it is unknown.</exception>
    public MessageTemplate Parse(string text)
    {
        foreach (var name in messages.Keys) CheckName(name);
        var pieces = Split(text);
        return new(pieces, [.. _named]);
    }

    private void CheckName(string name)
    {
        _ = TemplateText.NameOf(name);
        if (PartTable.Find(name, "") is not null || fields.IndexOf(name) >= 0)
            throw new FormatException($"{{{name}}} is a part of the request or a field of the token already: take another name in Let");
    }

    private ImmutableArray<MessagePiece> Split(string text) => [.. TemplateText.Split(text).SelectMany(Pieces)];

    private IEnumerable<MessagePiece> Pieces((bool IsField, string Text) piece)
    {
        if (_count++ == MaxPieces) throw new FormatException($"the message has more than {MaxPieces} pieces, with those that it names");
        if (!piece.IsField) return [new(MessageParts.Literal, Escape(piece.Text)) { Literal = Encoding.UTF8.GetBytes(piece.Text) }];

        var (name, filters) = TextFilters.Split(piece.Text);
        var text = $"{{{piece.Text}}}";
        if (name.EndsWith(OptionalText.Mark) && messages.ContainsKey(name[..^1]) && filters.IsEmpty)
            return [OptionalText.Of(text, Open(name[..^1]))];
        if (!messages.ContainsKey(name)) return [Find(name, text) with { Filters = filters }];

        var inner = Open(name);
        return filters.IsEmpty ? inner.Pieces : [new(MessageParts.Named, text) { Inner = inner, Filters = filters }];
    }

    // As in a template, where a literal brace is written twice.
    private static string Escape(string literal) =>
        literal.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal);

    private MessageTemplate Open(string name)
    {
        if (_open.Contains(name)) throw new FormatException($"{{{name}}} is made of itself: {string.Join(", ", _open.Reverse())}");
        _open.Push(name);
        var message = new MessageTemplate(Split(messages[name]), []);
        _ = _open.Pop();
        if (!_named.Exists(known => known.Name == name)) _named.Add(new(name, message));
        return message;
    }

    private MessagePiece Find(string name, string text)
    {
        var (kind, argument, isOptional) = ArgumentOf(name);
        if (PartTable.Find(kind, argument) is { } part && (!isOptional || part.NeedsArgument))
            return PieceOf(part, argument, text) with { IsOptional = isOptional };
        if (fields.IndexOf(name) is >= 0 and var field) return new(MessageParts.Field, text) { Field = field };
        throw new FormatException(
            $"{text} is neither a field of the token ({string.Join(", ", fields.Names)}) " +
                $"nor a part of the request ({string.Join(", ", PartTable.Names)})" +
                (messages.Any() ? $" nor in Let ({string.Join(", ", messages.Keys)})" : ""));
    }

    private static MessagePiece PieceOf(MessagePart part, string argument, string text)
    {
        if (part == MessageParts.Header) return PieceOf(HeaderOf(argument), text);
        part.CheckArgument?.Invoke(argument);
        byte[] parameter = part.Argument == MessagePart.AnyArgument ? Encoding.UTF8.GetBytes(argument) : [];
        return new(part, text) { Argument = argument, Parameter = parameter };
    }

    // HTTP/2 has no header of the name host.
    private static MessagePiece PieceOf(HeaderName header, string text) =>
        header.LowerText == "host" ? new(MessageParts.Host, text) : new(MessageParts.Header, text) { Header = header };

    // `header:date`, or `header?:date` for a header that may be absent.
    private static (string Kind, string Argument, bool IsOptional) ArgumentOf(string name)
    {
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || colon == name.Length - 1) return (name, "", false);
        var isOptional = name[colon - 1] == '?';
        return (isOptional ? name[..(colon - 1)] : name[..colon], name[(colon + 1)..], isOptional);
    }

    private static HeaderName HeaderOf(string name)
    {
        try
        {
            return new(name);
        }
        catch (ArgumentException e)
        {
            throw new FormatException(e.Message, e);
        }
    }
}
