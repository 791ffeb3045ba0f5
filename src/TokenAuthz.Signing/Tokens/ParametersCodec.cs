using System.Collections.Immutable;
using System.Text;
using TokenAuthz.Signing.StructuredFields;

namespace TokenAuthz.Signing.Tokens;

/// <summary>The parameters of an RFC 9421 signature: <c>parameters ; created=issued keyid="kid"</c>. They may hold other names.</summary>
internal sealed class ParametersCodec(ImmutableArray<ParametersCodec.Parameter> parameters) : ITokenCodec
{
    private const string Algorithm = "alg";
    private const byte Backslash = (byte)'\\';

    public ImmutableArray<ItemField> Fields { get; } = [.. parameters.Select(parameter => parameter.Item)];

    public bool TryRead(ReadOnlySpan<byte> text, ref FieldValues values, ref TextArena arena)
    {
        var reader = new ParameterReader(text);
        while (reader.TryTake(out var key, out var value))
        {
            foreach (var ((name, field, _), isQuoted) in parameters)
            {
                if (!key.SequenceEqual(name)) continue;
                var kind = isQuoted ? BareItemKind.String : BareItemKind.Integer;
                var content = value.Content;
                if (values.Has(field) || value.Kind != kind || !TryUnescape(ref content, ref arena)) return false;
                values[field] = content;
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
            if (isQuoted) WriteString(text, values[field]);
            else text.AddRange(values[field]);
        }

        return [.. text];
    }

    public ImmutableHashSet<byte> BytesOf(int field, ImmutableHashSet<byte> text) => text;

    // RFC 9651, section 4.2.5: a backslash stands before a quote or another backslash.
    private static bool TryUnescape(ref ReadOnlySpan<byte> content, ref TextArena arena)
    {
        if (!content.Contains(Backslash)) return true;
        if (!arena.TryReserve(content.Length, out var room)) return false;
        var length = 0;
        for (var i = 0; i < content.Length; i++)
        {
            if (content[i] == Backslash) i++;
            room[length++] = content[i];
        }

        arena.Take(length);
        content = room[..length];
        return true;
    }

    private static void WriteString(List<byte> text, ReadOnlySpan<byte> content)
    {
        text.Add((byte)'"');
        foreach (var c in content)
        {
            if (c is (byte)'"' or Backslash) text.Add(Backslash);
            text.Add(c);
        }

        text.Add((byte)'"');
    }

    /// <summary>Parses the names with their fields. A token's <c>alg</c> is
    /// read in any case, because the key has to agree with it.</summary>
    /// <exception cref="FormatException">A word is ill-formed.</exception>
    public static ParametersCodec Parse(string[] words, ItemParser parser)
    {
        var parsed = words.Select(word => ItemParser.WordOf(word, '=')).ToList();
        if (!parsed.Exists(word => word.Name == Algorithm)) parsed.Add(new(Algorithm, '=', WellKnownFields.Algorithm, true, false));
        return new([.. parsed.Select(word =>
            new Parameter(new(Encoding.UTF8.GetBytes(word.Name), parser.Add(word.Field), word.IsRequired), word.IsQuoted))]);
    }

    /// <summary>A parameter, and whether its value is in quotes.</summary>
    internal readonly record struct Parameter(ItemField Item, bool IsQuoted);
}
