using System.Collections.Immutable;
using TokenAuthz.Signing.Filters;

namespace TokenAuthz.Signing.Tokens;

/// <summary>Parses entries of the setting <c>Items</c>: <c>SOURCE|FILTER CODEC ARGUMENTS</c>.</summary>
/// <param name="fields">Numbers the fields.</param>
/// <param name="addFormat">Receives each field with the format behind its colon; null for none.</param>
/// <param name="choice">Which signatures of RFC 9421 are meant.</param>
internal sealed class ItemParser(TokenFields fields, Action<string, string?> addFormat, SignatureChoice choice)
{
    private const string Usage = "FIELD SEPARATOR NAME=FIELD ..., as in: list ~ st=not_before exp=expires";
    private const string Separators = "~&,;:/!|+*.-_#@^$?";
    private const string Query = "query";
    private const string Body = "body";

    private static readonly ImmutableArray<(string Name, Func<ItemParser, string, ITokenCodec> Parse)> Codecs =
    [
        ("json", (parser, rest) => JsonCodec.Parse(Words(rest), isClosed: false, parser)),
        ("json!", (parser, rest) => JsonCodec.Parse(Words(rest), isClosed: true, parser)),
        ("form", (parser, rest) => FormCodec.Parse(Words(rest), isClosed: false, parser)),
        ("form!", (parser, rest) => FormCodec.Parse(Words(rest), isClosed: true, parser)),
        ("match", (parser, rest) => MatchCodec.Parse(rest, parser)),
        ("as", (parser, rest) => AsCodec.Parse(rest, parser)),
        ("split", (parser, rest) => SplitCodec.Parse(Words(rest), parser)),
        ("tail", (parser, rest) => TailCodec.Parse(Words(rest), parser)),
        ("thumbprint", (parser, rest) => ThumbprintCodec.Parse(rest, parser)),
        ("each", (parser, rest) => EachCodec.Parse(Words(rest), isEvery: false, parser)),
        ("every", (parser, rest) => EachCodec.Parse(Words(rest), isEvery: true, parser)),
        ("dictionary", (parser, rest) => parser.DictionaryOf(rest)),
    ];

    /// <summary>The names of the codecs, without the one whose name is a separator.</summary>
    public static IEnumerable<string> CodecNames => Codecs.Select(codec => codec.Name);

    /// <summary>Parses an entry.</summary>
    /// <exception cref="FormatException">It is ill-formed; the message says how to write it.</exception>
    public TokenItem Parse(string text)
    {
        if (text.Split(' ', 3, StringSplitOptions.RemoveEmptyEntries) is not [var begin, var codec, var rest])
            throw new FormatException($"write {Usage}");

        var (name, filters) = TextFilters.Split(begin);
        var (source, field) = name switch
        {
            Query => (ItemSource.Query, -1),
            Body => (ItemSource.Body, -1),
            _ => (ItemSource.Field, fields.IndexOf(name)),
        };
        if (source is ItemSource.Field && field < 0)
            throw new FormatException($"'{name}' is no field that is read before this: write {Usage}");
        return new(source, field, filters, CodecOf(codec, rest, source, name));
    }

    private ITokenCodec CodecOf(string codec, string rest, ItemSource source, string name)
    {
        if (Codecs.FirstOrDefault(known => known.Name == codec) is { Parse: { } parse }) return parse(this, rest);
        return codec is [var separator] && Separators.Contains(separator, StringComparison.Ordinal)
            ? PairsOf(separator, rest, source, name)
            : throw new FormatException(
                $"'{codec}' is neither a separator of one character nor " +
                    $"{string.Join(", ", CodecNames.SkipLast(1))} or {CodecNames.Last()}");
    }

    // The shape of a member, as RFC 9421 has them. The first entry reads any member; the second one that of the same label.
    private ITokenCodec DictionaryOf(string shape) => TemplateText.Split(shape).Select(piece => piece.Text).ToArray() switch
    {
        [var label, "=(", var components, ")", var parameters] when shape.EndsWith('}') =>
            new SignatureInputCodec(AddNew(label), AddNew(components), AddNew(parameters), choice),
        [var label, "=:", var signature, ":"] when fields.IndexOf(label) is >= 0 and var field =>
            new SignatureCodec(field, AddNew(signature), choice),
        _ => throw new FormatException(
            $"'{shape}' is no member of a dictionary: write " +
                "{label}=({components}){parameters}, and in an entry behind it {label}=:{sig}:"),
    };

    private ITokenCodec PairsOf(char separator, string rest, ItemSource source, string name) =>
        name == WellKnownFields.Parameters && fields.IndexOf(WellKnownFields.Components) >= 0
            ? ParametersCodec.Parse(Words(rest), this)
            : PairsCodec.Parse(
                (byte)separator,
                Words(rest),
                isOpen: source is not ItemSource.Field || name is WellKnownFields.Parameters or WellKnownFields.Path,
                this);

    /// <summary>Takes <c>name=field:format!</c> apart.</summary>
    /// <param name="word">The text.</param>
    /// <param name="assignments">The characters that may stand between name and field.</param>
    /// <exception cref="FormatException">It is ill-formed.</exception>
    public static ItemWord WordOf(string word, params ReadOnlySpan<char> assignments)
    {
        var end = word.AsSpan().IndexOfAny(assignments);
        if (end <= 0 || end == word.Length - 1) throw new FormatException($"'{word}' is not NAME=FIELD");
        var isRequired = word.EndsWith('!');
        var value = word[(end + 1)..^(isRequired ? 1 : 0)];
        return new(word[..end], word[end], value.Trim('"'), value.EndsWith('"'), isRequired);
    }

    /// <summary>Numbers a field that an entry reads, which may have a format: <c>field:format</c>.</summary>
    /// <param name="text">The field.</param>
    /// <param name="timeFormat">The format of a time without one; null for Unix time.</param>
    /// <exception cref="FormatException">It is ill-formed.</exception>
    public int Add(string text, string? timeFormat = null)
    {
        var (name, format, literal) = TemplateText.FieldOf(text);
        if (WellKnownFields.Times.Contains(name)) format ??= timeFormat;
        if (literal is not null) throw new FormatException($"'{text}' is not a field's name: lower-case letters, digits and underscores");
        addFormat(name, format);
        return fields.Add(name);
    }

    /// <summary>Numbers a field that no place and no other entry reads.</summary>
    /// <exception cref="FormatException">The token has the field already.</exception>
    public int AddNew(string text)
    {
        var count = fields.Names.Count;
        var field = Add(text);
        return field == count ? field : throw Twice(fields.Names[field]);
    }

    /// <summary>Parses a pattern whose fields no place and no other entry reads.</summary>
    /// <exception cref="FormatException">It is ill-formed, or the token has one of its fields already.</exception>
    public TokenPattern PatternOf(string text)
    {
        var count = fields.Names.Count;
        var pattern = TokenPattern.Parse(text, fields, addFormat);
        var known = pattern.Fields.Where(field => field < count).Select(field => fields.Names[field]).FirstOrDefault();
        return known is null ? pattern : throw Twice(known);
    }

    private static FormatException Twice(string name) => new($"the field {{{name}}} is there twice: give it another name");

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
