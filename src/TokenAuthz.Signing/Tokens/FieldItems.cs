using System.Collections.Immutable;
using System.Text;

namespace TokenAuthz.Signing.Tokens;

/// <summary>
/// A field that is itself a list of <c>name=value</c>, some of which are fields: Akamai's <c>st=..~exp=..~acl=..</c>, the
/// parameters of an RFC 9421 signature. The list may be the query as well. Names that are not listed are left alone.
/// </summary>
internal sealed class FieldItems
{
    private const string Query = "query";

    private readonly int _field;
    private readonly byte _separator;
    private readonly ImmutableArray<Item> _items;

    private FieldItems(int field, byte separator, ImmutableArray<Item> items) =>
        (_field, _separator, _items) = (field, separator, items);

    /// <summary>The field that is the list; -1 when it is the query.</summary>
    public int Field => _field;

    /// <summary>The names in the list.</summary>
    public ImmutableArray<Item> Items => _items;

    /// <summary>Reads the fields out of the list.</summary>
    /// <returns>False when a name is there twice.</returns>
    public bool TryRead(ref FieldValues values, ReadOnlySpan<byte> query)
    {
        var list = _field < 0 ? query : values[_field];
        foreach (var range in list.Split(_separator))
        {
            var item = list[range];
            var equals = item.IndexOf((byte)'=');
            if (equals < 0) continue;
            foreach (var (name, field, _) in _items)
            {
                if (!item[..equals].SequenceEqual(name)) continue;
                if (values.Has(field)) return false;
                values[field] = Unquote(item[(equals + 1)..]);
            }
        }

        return true;
    }

    /// <summary>Writes the list from its fields; absent ones are left out.</summary>
    public byte[] Write(in FieldValues values)
    {
        var list = new List<byte>();
        foreach (var (name, field, isQuoted) in _items)
        {
            if (!values.Has(field)) continue;
            if (list.Count > 0) list.Add(_separator);
            list.AddRange(name);
            list.Add((byte)'=');
            if (isQuoted) list.Add((byte)'"');
            list.AddRange(values[field]);
            if (isQuoted) list.Add((byte)'"');
        }

        return [.. list];
    }

    /// <summary>Takes <c>list ~ st=not_before exp=expires</c> apart: the field (or <c>query</c>), the separator, then each name
    /// and its field, which is in quotes where the value is.</summary>
    /// <exception cref="FormatException">It is ill-formed.</exception>
    public static FieldItems Parse(string text, FieldNames fields)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 3 || words[1].Length != 1 || !char.IsAscii(words[1][0]) || (words[0] != Query && fields.IndexOf(words[0]) < 0))
            throw new FormatException("write FIELD SEPARATOR NAME=FIELD ..., as in: list ~ st=not_before exp=expires");
        var list = fields.IndexOf(words[0]);
        return new(list, (byte)words[1][0], [.. words[2..].Select(word => Pair(word, fields))]);
    }

    private static Item Pair(string word, FieldNames fields)
    {
        var equals = word.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0 || equals == word.Length - 1) throw new FormatException($"'{word}' is not NAME=FIELD");
        var field = TemplateText.NameOf(word[(equals + 1)..].Trim('"'));
        return new(Encoding.UTF8.GetBytes(word[..equals]), fields.Add(field), word.EndsWith('"'));
    }

    /// <summary>A name in the list, the number of its field, and whether its value is written in quotes.</summary>
    internal readonly record struct Item(byte[] Name, int Field, bool IsQuoted);

    private static ReadOnlySpan<byte> Unquote(ReadOnlySpan<byte> value) =>
        value is [(byte)'"', .., (byte)'"'] and { Length: > 1 } ? value[1..^1] : value;
}
