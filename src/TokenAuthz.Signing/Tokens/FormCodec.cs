using System.Collections.Immutable;
using System.Text;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Signing.Tokens;

/// <summary>
/// A form (WHATWG URL, application/x-www-form-urlencoded): <c>body form id=id</c>. Names and values are decoded; other names may be
/// there, unless the codec is <c>form!</c>.
/// </summary>
internal sealed class FormCodec(bool isClosed, ImmutableArray<ItemField> fields) : ITokenCodec
{
    public ImmutableArray<ItemField> Fields => fields;

    public bool IsClosed => isClosed;

    public bool TryRead(ReadOnlySpan<byte> text, ref FieldValues values, ref TextArena arena)
    {
        foreach (var range in text.Split((byte)'&'))
        {
            var pair = text[range];
            var end = pair.IndexOf((byte)'=');
            if (end < 0) end = pair.Length;
            if (!TryDecode(pair[..end], ref arena, isKept: false, out var name)) return false;
            var isKnown = false;
            foreach (var item in fields.AsSpan())
            {
                if (!name.SequenceEqual(item.Name)) continue;
                isKnown = true;
                if (values.Has(item.Field)) return false;
                if (!TryDecode(pair[Math.Min(end + 1, pair.Length)..], ref arena, isKept: true, out var value)) return false;
                values[item.Field] = value;
                break;
            }

            if (isClosed && !isKnown) return false;
        }

        return true;
    }

    private static bool TryDecode(ReadOnlySpan<byte> text, scoped ref TextArena arena, bool isKept, out ReadOnlySpan<byte> decoded)
    {
        decoded = text;
        if (!text.ContainsAny((byte)'%', (byte)'+')) return true;
        if (!arena.TryReserve(text.Length, out var room) || !PercentEncoding.TryDecodeForm(text, room, out var written)) return false;
        decoded = room[..written];
        if (isKept) arena.Take(written);
        return true;
    }

    public byte[] Write(scoped in FieldValues values)
    {
        var text = new List<string>();
        foreach (var (name, field, _) in fields)
        {
            if (values.Has(field)) text.Add($"{Encode(name)}={Encode(values[field])}");
        }

        return Encoding.ASCII.GetBytes(string.Join('&', text));
    }

    private static string Encode(ReadOnlySpan<byte> text)
    {
        var encoded = new StringBuilder();
        foreach (var value in text) _ = PercentEncoding.IsUnreserved(value) ? encoded.Append((char)value) : encoded.Append($"%{value:X2}");
        return $"{encoded}";
    }

    public ImmutableHashSet<byte> BytesOf(int field, ImmutableHashSet<byte> text) => HttpBytes.All;

    /// <exception cref="FormatException">A word is ill-formed.</exception>
    public static FormCodec Parse(string[] words, bool isClosed, ItemParser parser) =>
        new(isClosed, [.. words.Select(word => ItemParser.WordOf(word, '='))
            .Select(word => new ItemField(Encoding.UTF8.GetBytes(word.Name), parser.Add(word.Field), word.IsRequired))]);
}
