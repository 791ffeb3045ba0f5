using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Signing.Tokens;

/// <summary>
/// A list of texts with any of some separators between two: <c>globs split ,! acl</c>. <c>blank</c> is the separator of OAuth's
/// scopes. The field has a zero byte between two texts; a text with a zero byte is denied.
/// </summary>
internal sealed class SplitCodec(byte[] separators, int list) : ITokenCodec
{
    private const string Blank = "blank";

    private readonly SearchValues<byte> _separators = SearchValues.Create(separators);

    public ImmutableArray<ItemField> Fields { get; } = [new([], list, IsRequired: true)];

    public bool TryRead(ReadOnlySpan<byte> text, ref FieldValues values, ref TextArena arena)
    {
        if (text.Contains((byte)0) || !arena.TryReserve(text.Length, out var room)) return false;
        text.ReplaceAny(room, _separators, (byte)0);
        arena.Take(room.Length);
        values[list] = room;
        return true;
    }

    public byte[] Write(scoped in FieldValues values)
    {
        var text = values[list].ToArray();
        text.AsSpan().Replace((byte)0, separators[0]);
        return text;
    }

    public ImmutableHashSet<byte> BytesOf(int field, ImmutableHashSet<byte> text) => HttpBytes.All;

    public bool IsList(int field) => field == list;

    /// <exception cref="FormatException">There are not a text of separators and a name, or the token has the field already.</exception>
    public static SplitCodec Parse(string[] words, ItemParser parser) => words is [var separators, var field]
        ? new(separators == Blank ? " "u8.ToArray() : Encoding.UTF8.GetBytes(separators), parser.AddNew(field))
        : throw new FormatException("write the separators and the field, as in: globs split ,! acl");
}
