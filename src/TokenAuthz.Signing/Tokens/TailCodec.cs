using System.Collections.Immutable;
using System.Globalization;

namespace TokenAuthz.Signing.Tokens;

/// <summary>A text whose last bytes are another one: <c>body tail 64 message sig</c>,
/// as PASETO puts the signature behind the claims.</summary>
internal sealed class TailCodec(int length, int head, int tail) : ITokenCodec
{
    public ImmutableArray<ItemField> Fields { get; } = [new([], head, IsRequired: true), new([], tail, IsRequired: true)];

    public bool TryRead(ReadOnlySpan<byte> text, ref FieldValues values, ref TextArena arena)
    {
        if (text.Length <= length) return false;
        values[head] = text[..^length];
        values[tail] = text[^length..];
        return true;
    }

    public byte[] Write(scoped in FieldValues values) => [.. values[head], .. values[tail]];

    public ImmutableHashSet<byte> BytesOf(int field, ImmutableHashSet<byte> text) => text;

    /// <exception cref="FormatException">There are not a length and two names, or the token has one of the fields already.</exception>
    public static TailCodec Parse(string[] words, ItemParser parser) =>
        words is [var size, var head, var tail]
        && int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var length)
        && length > 0
            ? new(length, parser.AddNew(head), parser.AddNew(tail))
            : throw new FormatException("write the length and two fields, as in: body tail 64 message sig");
}
