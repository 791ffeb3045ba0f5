using System.Collections.Immutable;

namespace TokenAuthz.Signing.Tokens;

/// <summary>A text that is a field, behind its filters: <c>payload|from_base64url as claims</c>.</summary>
internal sealed class AsCodec(int field) : ITokenCodec
{
    public ImmutableArray<ItemField> Fields { get; } = [new([], field, IsRequired: true)];

    public bool TryRead(ReadOnlySpan<byte> text, ref FieldValues values, ref TextArena arena)
    {
        values[field] = text;
        return true;
    }

    public byte[] Write(scoped in FieldValues values) => values[field].ToArray();

    public ImmutableHashSet<byte> BytesOf(int field, ImmutableHashSet<byte> text) => text;

    /// <exception cref="FormatException">The text is no name, or the token has the field already.</exception>
    public static AsCodec Parse(string text, ItemParser parser) => new(parser.AddNew(text));
}
