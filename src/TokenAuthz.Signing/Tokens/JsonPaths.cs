using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Signing.Tokens;

/// <summary>
/// The names of members in <c>Items</c>: <c>cnf/jkt</c>. A number is a place in a list, from 0 on; <c>%2F</c> is a slash in a name,
/// and <c>%30</c> a name of the digit 0.
/// </summary>
internal static class JsonPaths
{
    /// <summary>Makes a tree of the words of an entry.</summary>
    /// <param name="words">The words.</param>
    /// <param name="read">Gives the number of the field and the type of its value.</param>
    /// <exception cref="FormatException">A name is ill-formed, there twice, or a field and an object.</exception>
    public static ImmutableArray<JsonMember> Parse(IEnumerable<ItemWord> words, Func<ItemWord, (int Field, JsonType Type)> read) =>
        Tree([.. words.Select(word => (word.Name.Split('/'), read(word)))], level: 0);

    /// <summary>Takes the type off a field: <c>number:expires</c>.</summary>
    public static (JsonType Type, string Field) TypeOf(string text)
    {
        foreach (var type in Enum.GetValues<JsonType>())
        {
            var prefix = $"{type}:".ToLowerInvariant();
            if (text.StartsWith(prefix, StringComparison.Ordinal)) return (type, text[prefix.Length..]);
        }

        return (text is WellKnownFields.Forbidden or WellKnownFields.Restriction ? JsonType.Any : JsonType.Text, text);
    }

    private static ImmutableArray<JsonMember> Tree(List<(string[] Names, (int Field, JsonType Type) Value)> paths, int level)
    {
        ImmutableArray<JsonMember> members = [.. paths.GroupBy(path => path.Names[level]).Select(group => MemberOf([.. group], level))];
        return members.Any(member => member.Index >= 0) && members.Any(member => member.Index < 0)
            ? throw new FormatException($"'{string.Join('/', paths[0].Names[..level])}' has names and numbers: it is an object or a list")
            : members;
    }

    private static JsonMember MemberOf(List<(string[] Names, (int Field, JsonType Type) Value)> paths, int level)
    {
        var names = paths[0].Names;
        var below = paths.Where(path => path.Names.Length > level + 1).ToList();
        if (paths.Count > 1 && below.Count < paths.Count)
            throw new FormatException($"'{string.Join('/', names[..(level + 1)])}' is there twice");
        var index = level > 0 && int.TryParse(names[level], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
        var (field, type) = below.Count == 0 ? paths[0].Value : (-1, JsonType.Any);
        return new(Decode(names[level]), index, field, type, Tree(below, level + 1));
    }

    private static byte[] Decode(string name)
    {
        var decoded = new byte[Encoding.UTF8.GetByteCount(name)];
        if (name.Length == 0 || !PercentEncoding.TryDecode(Encoding.UTF8.GetBytes(name), decoded, out var length))
            throw new FormatException($"'{name}' is no name of JSON: names are separated by a slash, and %2F is a slash in a name");
        return decoded[..length];
    }
}
