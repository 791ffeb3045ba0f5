using System.Collections.Immutable;
using System.Text;
using TokenAuthz.Signing.StructuredFields;

namespace TokenAuthz.Signing.Tokens;

/// <summary>The parameters of an RFC 9421 signature: <c>parameters ; created=issued keyid="kid"</c>. They may hold other names.</summary>
internal sealed class ParametersCodec(ImmutableArray<ParametersCodec.Parameter> parameters) : ITokenCodec
{
    public ImmutableArray<ItemField> Fields { get; } = [.. parameters.Select(parameter => parameter.Item)];

    // A string with escapes is denied, because neither times nor ids of keys need any.
    public bool TryRead(ReadOnlySpan<byte> text, ref FieldValues values, ref TextArena arena)
    {
        var reader = new ParameterReader(text.TrimEnd((byte)' '));
        while (reader.TryTake(out var key, out var value))
        {
            foreach (var ((name, field, _), isQuoted) in parameters)
            {
                if (!key.SequenceEqual(name)) continue;
                var kind = isQuoted ? BareItemKind.String : BareItemKind.Integer;
                if (values.Has(field) || value.Kind != kind || value.Content.Contains((byte)'\\')) return false;
                values[field] = value.Content;
            }
        }

        return reader.IsDone;
    }

    public byte[] Write(scoped in FieldValues values)
    {
        var text = new List<byte>();
        foreach (var ((name, field, _), isQuoted) in parameters)
        {
            if (!values.Has(field)) continue;
            text.Add((byte)';');
            text.AddRange(name);
            text.Add((byte)'=');
            if (isQuoted) text.Add((byte)'"');
            text.AddRange(values[field]);
            if (isQuoted) text.Add((byte)'"');
        }

        return [.. text];
    }

    public ImmutableHashSet<byte> BytesOf(int field, ImmutableHashSet<byte> text) => text.Remove((byte)';');

    /// <exception cref="FormatException">A word is ill-formed.</exception>
    public static ParametersCodec Parse(string[] words, ItemParser parser) => new([.. words.Select(word => ItemParser.WordOf(word, '='))
        .Select(word => new Parameter(new(Encoding.UTF8.GetBytes(word.Name), parser.Add(word.Field), word.IsRequired), word.IsQuoted))]);

    /// <summary>A parameter, and whether its value is in quotes.</summary>
    internal readonly record struct Parameter(ItemField Item, bool IsQuoted);
}
