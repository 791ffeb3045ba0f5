using System.Collections.Immutable;
using System.Text.Unicode;
using TokenAuthz.Signing.Json;

namespace TokenAuthz.Signing.Tokens;

/// <summary>
/// An object of JSON: <c>claims json exp=number:expires! cnf/jkt=jkt</c>. It is read strictly: no name twice at any level, because
/// readers differ in which one counts; nothing behind the object; values of the type that is asked for. Other names may be there,
/// unless the codec is <c>json!</c>.
/// </summary>
internal sealed class JsonCodec(bool isClosed, ImmutableArray<JsonMember> members, ImmutableArray<ItemField> fields) : ITokenCodec
{
    public ImmutableArray<ItemField> Fields => fields;

    public bool IsClosed => isClosed;

    public bool TryRead(ReadOnlySpan<byte> text, ref FieldValues values, ref TextArena arena)
    {
        if (!Utf8.IsValid(text)) return false;
        var names = default(JsonNames);
        return new JsonWalk(text, isClosed).TryRead(members, ref names, ref values, ref arena);
    }

    public byte[] Write(scoped in FieldValues values) => JsonObjectText.Write(members, values);

    public ImmutableHashSet<byte> BytesOf(int field, ImmutableHashSet<byte> text) => Requests.HttpBytes.All;

    public bool IsList(int field) => IsList(members, field);

    private static bool IsList(ImmutableArray<JsonMember> members, int field) => members.Any(member =>
        IsList(member.Members, field) || (member.Field == field && member.Type is JsonType.Texts));

    /// <exception cref="FormatException">A word is ill-formed.</exception>
    public static JsonCodec Parse(string[] words, bool isClosed, ItemParser parser)
    {
        var fields = ImmutableArray.CreateBuilder<ItemField>();
        var members = JsonPaths.Parse(words.Select(word => ItemParser.WordOf(word, '=')), word =>
        {
            var (type, text) = JsonPaths.TypeOf(word.Field);
            var field = parser.Add(text, type is JsonType.Number ? "number" : null);
            fields.Add(new([], field, word.IsRequired));
            return (field, type);
        });
        return new(isClosed, members, fields.ToImmutable());
    }
}
