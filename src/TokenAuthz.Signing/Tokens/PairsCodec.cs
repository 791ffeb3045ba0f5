using System.Collections.Immutable;
using System.Text;

namespace TokenAuthz.Signing.Tokens;

/// <summary>
/// A list of <c>name=value</c> in any order, as Akamai's <c>st=..~exp=..~acl=..</c>. Around commas and semicolons may be blanks, and
/// the values in quotes, as in headers (RFC 9110, section 11.4). The query, the path and parameters may hold other names, and so may a
/// list that says so; in any other an unknown name is denied, because it could restrict the token, or be one that the message writes
/// itself. One field may be there several times, <c>v1=sig+</c>: it is a list of texts with a zero byte between two.
/// </summary>
internal sealed class PairsCodec(byte separator, bool isOpen, ImmutableArray<PairsCodec.Pair> pairs) : ITokenCodec
{
    private const string Others = "*";
    private const char Repeated = '+';

    private readonly bool _isHeaderList = separator is (byte)',' or (byte)';';
    private readonly int _repeated = pairs.FirstOrDefault(pair => pair.IsRepeated, None).Item.Field;

    public ImmutableArray<ItemField> Fields { get; } = [.. pairs.Select(pair => pair.Item)];

    private static Pair None => new(new([], -1, IsRequired: false), false, 0, false, false);

    public bool IsList(int field) => field >= 0 && field == _repeated;

    public bool TryRead(ReadOnlySpan<byte> text, ref FieldValues values, ref TextArena arena)
    {
        var room = default(Span<byte>);
        if (_repeated >= 0 && (values.Has(_repeated) || !arena.TryReserve(text.Length + 1, out room))) return false;
        var (length, end) = (0, -1);
        do
        {
            text = text[(end + 1)..];
            end = EndOf(text);
            if (end < 0) return false;
            var item = text[..end];
            if (!TryReadItem(_isHeaderList ? item.Trim(" \t"u8) : item, ref values, room, ref length)) return false;
        }
        while (end < text.Length);

        if (length == 0) return true;
        arena.Take(length);
        values[_repeated] = room[..(length - 1)];
        return true;
    }

    // Where the first item ends; -1 when a quote is not closed.
    private int EndOf(ReadOnlySpan<byte> text)
    {
        if (!_isHeaderList) return text.IndexOf(separator) is >= 0 and var end ? end : text.Length;
        for (var length = 0; ;)
        {
            var next = text[length..].IndexOfAny(separator, (byte)'"');
            if (next < 0) return text.Length;
            length += next;
            if (text[length] == separator) return length;
            var quote = text[(length + 1)..].IndexOf((byte)'"');
            if (quote < 0) return -1;
            length += quote + 2;
        }
    }

    // A repeated value goes behind the others, with a zero byte at its end.
    private bool TryReadItem(ReadOnlySpan<byte> item, ref FieldValues values, scoped Span<byte> room, ref int length)
    {
        var isKnown = false;
        foreach (ref readonly var pair in pairs.AsSpan())
        {
            var (name, field, _) = pair.Item;
            if (!item.StartsWith(name) || !HasValue(item, name.Length, pair)) continue;
            var text = item[Math.Min(name.Length + 1, item.Length)..];
            if (values.Has(field) || !TryUnquote(text, pair.IsQuoted, out var value)) return false;
            isKnown = true;
            if (!pair.IsRepeated)
            {
                values[field] = value;
                continue;
            }

            if (value.Contains((byte)0)) return false;
            value.CopyTo(room[length..]);
            length += value.Length + 1;
            room[length - 1] = 0;
        }

        return isKnown || isOpen;
    }

    private static bool HasValue(ReadOnlySpan<byte> item, int name, in Pair pair) =>
        item.Length == name ? pair.MayLackValue : item[name] == pair.Assignment;

    // Escapes in quotes are denied, because a reader that does not know them would end the text at another quote.
    private bool TryUnquote(ReadOnlySpan<byte> text, bool isQuoted, out ReadOnlySpan<byte> value)
    {
        value = text;
        if (!(isQuoted || _isHeaderList) || text is not [(byte)'"', .. var content, (byte)'"']) return true;
        value = content;
        return !content.ContainsAny((byte)'"', (byte)'\\');
    }

    public byte[] Write(scoped in FieldValues values)
    {
        // A field with several names is written by the first.
        var (text, written) = (new List<byte>(), 0u);
        foreach (var ((name, field, _), isQuoted, assignment, mayLackValue, _) in pairs)
        {
            if (!values.Has(field) || (written & (1u << field)) != 0) continue;
            written |= 1u << field;
            if (text.Count > 0) text.Add(separator);
            text.AddRange(name);
            if (mayLackValue && values[field].IsEmpty) continue;
            text.Add(assignment);
            if (isQuoted) text.Add((byte)'"');
            text.AddRange(values[field]);
            if (isQuoted) text.Add((byte)'"');
        }

        return [.. text];
    }

    public ImmutableHashSet<byte> BytesOf(int field, ImmutableHashSet<byte> text) =>
        pairs.Any(pair => pair.Item.Field == field && (pair.IsQuoted || _isHeaderList)) ? text : text.Remove(separator);

    /// <exception cref="FormatException">A word is ill-formed.</exception>
    public static PairsCodec Parse(byte separator, string[] words, bool isOpen, ItemParser parser)
    {
        var known = words is [.. var others, Others] ? others : words;
        ImmutableArray<Pair> pairs = [.. known.Select(word => PairOf(ItemParser.WordOf(word, '=', ':'), parser))];
        var repeated = pairs.Where(pair => pair.IsRepeated).Select(pair => pair.Item.Field).ToHashSet();
        return repeated.Count > 1 || pairs.Any(pair => !pair.IsRepeated && repeated.Contains(pair.Item.Field))
            ? throw new FormatException("one field of a list may be there several times, as in: list , t=issued! v1=sig+!")
            : new(separator, isOpen || known.Length < words.Length, pairs);
    }

    // A name that ends in a question mark may stand alone: FullPath?=full_path.
    private static Pair PairOf(ItemWord word, ItemParser parser)
    {
        var mayLackValue = word.Name.Length > 1 && word.Name.EndsWith('?');
        var name = Encoding.UTF8.GetBytes(mayLackValue ? word.Name[..^1] : word.Name);
        var isRepeated = word.Field.EndsWith(Repeated);
        var field = parser.Add(isRepeated ? word.Field[..^1] : word.Field);
        return new(new(name, field, word.IsRequired), word.IsQuoted, (byte)word.Assignment, mayLackValue, isRepeated);
    }

    /// <summary>An item of the list.</summary>
    /// <param name="Item">Its name and field.</param>
    /// <param name="IsQuoted">Whether the value is in quotes.</param>
    /// <param name="Assignment">The byte between name and value.</param>
    /// <param name="MayLackValue">Whether the name may stand alone; the field is empty then.</param>
    /// <param name="IsRepeated">Whether the name may be there several times.</param>
    internal readonly record struct Pair(ItemField Item, bool IsQuoted, byte Assignment, bool MayLackValue, bool IsRepeated);
}
