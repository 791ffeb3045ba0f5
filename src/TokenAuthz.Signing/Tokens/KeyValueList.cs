using System.Collections.Immutable;
using System.Text;
using TokenAuthz.Signing.StructuredFields;

namespace TokenAuthz.Signing.Tokens;

/// <summary>
/// A list of <c>name=value</c> whose values are fields of the token: Akamai's <c>st=..~exp=..~acl=..</c>, or the parameters of an
/// RFC 9421 signature. The list is a field, the query, or the path. Query, path and parameters may hold other names; in every
/// other list an unknown name is denied, because it could restrict the token, or be one that the message writes itself.
/// </summary>
internal sealed class KeyValueList
{
    private const string Query = "query";

    private readonly int _field;
    private readonly ListKind _kind;
    private readonly byte _separator;
    private readonly ImmutableArray<Item> _items;

    private KeyValueList(int field, ListKind kind, byte separator, ImmutableArray<Item> items) =>
        (_field, _kind, _separator, _items) = (field, kind, separator, items);

    private enum ListKind
    {
        Closed,
        Open,
        Structured,
    }

    /// <summary>The field that is the list; -1 for the query.</summary>
    public int Field => _field;

    /// <summary>The names in the list, with their fields.</summary>
    public ImmutableArray<Item> Items => _items;

    /// <summary>The byte between two items.</summary>
    public byte Separator => _separator;

    /// <summary>Whether the list may hold a field.</summary>
    public bool Has(int field) => _items.Any(item => item.Field == field);

    /// <summary>Reads the fields out of the list.</summary>
    /// <returns>False when a name is there twice, is unknown to a closed list, or is required and absent.</returns>
    public bool TryRead(ref FieldValues values, ReadOnlySpan<byte> query)
    {
        var list = _field < 0 ? query : values[_field];
        if (!(_kind is ListKind.Structured ? TryReadParameters(list, ref values) : TryReadPairs(list, ref values))) return false;
        foreach (var item in _items)
        {
            if (item.IsRequired && !values.Has(item.Field)) return false;
        }

        return true;
    }

    private bool TryReadPairs(ReadOnlySpan<byte> list, ref FieldValues values)
    {
        foreach (var range in list.Split(_separator))
        {
            var item = list[range];
            var isKnown = false;
            foreach (var (name, field, _, assignment, _) in _items)
            {
                if (item.Length <= name.Length || item[name.Length] != assignment || !item.StartsWith(name)) continue;
                if (values.Has(field)) return false;
                values[field] = Unquote(item[(name.Length + 1)..]);
                isKnown = true;
            }

            if (!isKnown && _kind is ListKind.Closed) return false;
        }

        return true;
    }

    // A string with escapes is denied, because neither times nor ids of keys need any.
    private bool TryReadParameters(ReadOnlySpan<byte> list, ref FieldValues values)
    {
        var reader = new ParameterReader(list.TrimEnd((byte)' '));
        while (reader.TryTake(out var key, out var value))
        {
            foreach (var (name, field, isQuoted, _, _) in _items)
            {
                if (!key.SequenceEqual(name)) continue;
                if (values.Has(field) || value.Kind != (isQuoted ? BareItemKind.String : BareItemKind.Integer) || value.Content.Contains((byte)'\\')) return false;
                values[field] = value.Content;
            }
        }

        return reader.IsDone;
    }

    /// <summary>Writes the list from its fields, without the absent ones.</summary>
    public byte[] Write(in FieldValues values)
    {
        var list = new List<byte>();
        foreach (var (name, field, isQuoted, assignment, _) in _items)
        {
            if (!values.Has(field)) continue;
            if (list.Count > 0 || _kind is ListKind.Structured) list.Add(_separator);
            list.AddRange(name);
            list.Add(assignment);
            if (isQuoted) list.Add((byte)'"');
            list.AddRange(values[field]);
            if (isQuoted) list.Add((byte)'"');
        }

        return [.. list];
    }

    /// <summary>
    /// Parses <c>list ~ st=not_before exp=expires</c>: the field or <c>query</c>, the separator, then each name with its field. The
    /// field is in quotes if the value is, and ends in an exclamation mark if it is required. A colon in place of the equals sign
    /// means that the list has a colon there.
    /// </summary>
    /// <exception cref="FormatException">The text is ill-formed.</exception>
    public static KeyValueList Parse(string text, TokenFields fields)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 3
            || words[1].Length != 1
            || !char.IsAscii(words[1][0])
            || (words[0] != Query && fields.IndexOf(words[0]) < 0))
        {
            throw new FormatException("write FIELD SEPARATOR NAME=FIELD ..., as in: list ~ st=not_before exp=expires");
        }

        var kind = words[0] switch
        {
            WellKnownFields.Parameters when fields.IndexOf(WellKnownFields.Components) >= 0 => ListKind.Structured,
            Query or WellKnownFields.Parameters or WellKnownFields.Path => ListKind.Open,
            _ => ListKind.Closed,
        };
        return new(fields.IndexOf(words[0]), kind, (byte)words[1][0], [.. words[2..].Select(word => Pair(word, fields))]);
    }

    private static Item Pair(string word, TokenFields fields)
    {
        var end = word.IndexOfAny(['=', ':']);
        if (end <= 0 || end == word.Length - 1) throw new FormatException($"'{word}' is not NAME=FIELD");
        var isRequired = word.EndsWith('!');
        if (isRequired) word = word[..^1];
        var field = TemplateText.NameOf(word[(end + 1)..].Trim('"'));
        return new(Encoding.UTF8.GetBytes(word[..end]), fields.Add(field), word.EndsWith('"'), (byte)word[end], isRequired);
    }

    /// <summary>An item of the list.</summary>
    /// <param name="Name">The name.</param>
    /// <param name="Field">The number of the field that the value is.</param>
    /// <param name="IsQuoted">Whether the value is in quotes.</param>
    /// <param name="Assignment">The byte between name and value.</param>
    /// <param name="IsRequired">Whether a token without the item is denied.</param>
    internal readonly record struct Item(byte[] Name, int Field, bool IsQuoted, byte Assignment, bool IsRequired);

    private static ReadOnlySpan<byte> Unquote(ReadOnlySpan<byte> value) =>
        value is [(byte)'"', .., (byte)'"'] and { Length: > 1 } ? value[1..^1] : value;
}
