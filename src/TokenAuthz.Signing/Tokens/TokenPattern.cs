using System.Collections.Immutable;
using System.Text;

namespace TokenAuthz.Signing.Tokens;

/// <summary>
/// The shape of a text that carries fields, such as <c>{issued}-{rand}-{sig}</c>. Reading is linear: a field ends where the
/// literal behind it first occurs, <c>{path}</c> begins at a slash, and the last field takes the rest. A field is never empty,
/// unless the pattern says so: <c>{payload?}</c>.
/// </summary>
internal sealed class TokenPattern
{
    private readonly ImmutableArray<Element> _elements;

    private TokenPattern(ImmutableArray<Element> elements)
    {
        _elements = elements;
        foreach (var field in Fields) FieldBits |= 1u << field;
    }

    /// <summary>The numbers of the fields, in the order they stand.</summary>
    public IEnumerable<int> Fields => _elements.Where(element => element.Field >= 0).Select(element => element.Field);

    /// <summary>The same, a bit each.</summary>
    public uint FieldBits { get; }

    /// <summary>The numbers of those fields that cannot be absent or empty.</summary>
    public IEnumerable<int> RequiredFields =>
        _elements.Where(element => element is { Field: >= 0, IsOptional: false, MayBeEmpty: false }).Select(element => element.Field);

    /// <summary>The numbers of those fields whose text is the client's, and no literal of the pattern.</summary>
    public IEnumerable<int> FreeFields =>
        _elements.Where(element => element is { Field: >= 0, IsOptional: false }).Select(element => element.Field);

    /// <summary>The bytes that a field can hold: those of its place, without the byte that ends the field.</summary>
    public ImmutableHashSet<byte> BytesOf(int field, ImmutableHashSet<byte> place)
    {
        var index = _elements.ToList().FindIndex(element => element.Field == field);
        if (_elements[index].IsOptional) return [.. _elements[index].Literal];
        if (index + 1 == _elements.Length) return place;
        return _elements[index + 1] switch
        {
            { Field: >= 0 } => place.Remove((byte)'/'),
            { Literal: [var end] } => place.Remove(end),
            _ => place,
        };
    }

    /// <summary>The literal behind a field, if there is one: the field ends where it first occurs.</summary>
    public IEnumerable<string> EndsOf(int field) => _elements.Zip(_elements.Skip(1))
        .Where(pair => pair.First.Field == field && pair.Second.Field < 0)
        .Select(pair => Encoding.UTF8.GetString(pair.Second.Literal));

    /// <summary>Whether a text has the first literal of the pattern where it belongs.</summary>
    public bool CanBegin(ReadOnlySpan<byte> text) => _elements switch
    {
        [{ Field: < 0 } start, ..] => start.Begins(text),
        [_, { Field: < 0, Literal: var end }, ..] => text.IndexOf(end) >= 0,
        _ => true,
    };

    /// <summary>Reads the fields out of a text.</summary>
    /// <returns>False when the text does not have this shape, or a field is empty that must not be.</returns>
    public bool TryRead(ReadOnlySpan<byte> text, ref FieldValues values)
    {
        for (var i = 0; i < _elements.Length; i++)
        {
            var element = _elements[i];
            var literal = element.Literal.AsSpan();
            if (element.Field < 0 || element.IsOptional)
            {
                var isThere = element.Begins(text);
                if (!isThere && !element.IsOptional) return false;
                if (!isThere) continue;
                if (element.IsOptional) values[element.Field] = literal;
                text = text[literal.Length..];
                continue;
            }

            var end = EndOf(text, i);
            if (end < 0 || (end == 0 && !element.MayBeEmpty)) return false;
            values[element.Field] = text[..end];
            text = text[end..];
        }

        return text.IsEmpty;
    }

    /// <summary>Writes the text with the values of its fields; an absent optional one is left out.</summary>
    public void Write(List<byte> text, in FieldValues values)
    {
        foreach (var element in _elements)
        {
            if (element.Field < 0 || (element.IsOptional && values.Has(element.Field))) text.AddRange(element.Literal);
            else if (!element.IsOptional) text.AddRange(values[element.Field]);
        }
    }

    // Where the field that begins here ends.
    private int EndOf(ReadOnlySpan<byte> text, int index)
    {
        if (index + 1 == _elements.Length) return text.Length;
        var next = _elements[index + 1];
        return next.Field < 0 ? text.IndexOf(next.Literal.AsSpan()) : text.IndexOf((byte)'/');
    }

    /// <summary>Takes a pattern apart and numbers its fields.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="fields">Numbers the fields.</param>
    /// <param name="addFormat">Receives each field with the format behind its colon; null for none.</param>
    /// <param name="isCredential">
    /// Whether the text begins with the name of an authentication scheme and a blank: <c>Bearer</c>, in any case (RFC 9110, section 11.1).
    /// </param>
    /// <exception cref="FormatException">The pattern is ill-formed; the message says where.</exception>
    public static TokenPattern Parse(string pattern, TokenFields fields, Action<string, string?> addFormat, bool isCredential = false)
    {
        var elements = ImmutableArray.CreateBuilder<Element>();
        foreach (var piece in TemplateText.Split(pattern))
        {
            if (!piece.IsField)
            {
                elements.Add(new(Encoding.UTF8.GetBytes(piece.Text), -1));
                continue;
            }

            var mayBeEmpty = piece.Text.EndsWith('?');
            var (name, format, literal) = TemplateText.FieldOf(mayBeEmpty ? piece.Text[..^1] : piece.Text);
            var isBehindField = elements.Count > 0 && elements[^1] is { Field: >= 0, IsOptional: false };
            if (literal is null && name != WellKnownFields.Path && isBehindField)
                throw new FormatException($"nothing separates {{{name}}} from the field before it");
            elements.Add(new(Encoding.UTF8.GetBytes(literal ?? ""), fields.Add(name), literal is not null, mayBeEmpty));
            addFormat(name, format);
        }

        if (elements.Count == 0) throw new FormatException("the pattern is empty");
        if (elements.Zip(elements.Skip(1)).Any(pair => pair.Second.IsOptional && pair.First.Field >= 0))
            throw new FormatException("an optional text has to follow a literal one");
        if (isCredential && elements[0] is { Field: < 0 } start)
            elements[0] = start with { AnyCase = Math.Max(0, start.Literal.AsSpan().IndexOf((byte)' ')) };
        return new(elements.ToImmutable());
    }

    // A literal, a field, or a field whose only value is a literal that may be absent. The first letters of a literal may have any case.
    private readonly record struct Element(byte[] Literal, int Field, bool IsOptional = false, bool MayBeEmpty = false, int AnyCase = 0)
    {
        public bool Begins(ReadOnlySpan<byte> text)
        {
            if (AnyCase == 0) return text.StartsWith(Literal);
            return text.Length >= Literal.Length
                && Ascii.EqualsIgnoreCase(text[..AnyCase], Literal.AsSpan(0, AnyCase))
                && text[AnyCase..].StartsWith(Literal.AsSpan(AnyCase));
        }
    }
}
