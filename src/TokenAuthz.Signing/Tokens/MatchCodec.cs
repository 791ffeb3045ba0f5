using System.Collections.Immutable;

namespace TokenAuthz.Signing.Tokens;

/// <summary>A text of a pattern: <c>credential match {kid}/{date}/{region}/{service}/aws4_request</c>.</summary>
internal sealed class MatchCodec(TokenPattern pattern) : ITokenCodec
{
    public ImmutableArray<ItemField> Fields { get; } =
        [.. pattern.Fields.Select(field => new ItemField([], field, pattern.RequiredFields.Contains(field)))];

    public bool TryRead(ReadOnlySpan<byte> text, ref FieldValues values, ref TextArena arena) => pattern.TryRead(text, ref values);

    public byte[] Write(scoped in FieldValues values)
    {
        var text = new List<byte>();
        pattern.Write(text, values);
        return [.. text];
    }

    public ImmutableHashSet<byte> BytesOf(int field, ImmutableHashSet<byte> text) => pattern.BytesOf(field, text);

    public IEnumerable<string> EndsOf(int field) => pattern.EndsOf(field);

    /// <exception cref="FormatException">The pattern is ill-formed, or the token has one of its fields already.</exception>
    public static MatchCodec Parse(string text, ItemParser parser) => new(parser.PatternOf(text));
}
