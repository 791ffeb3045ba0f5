using System.Text;

namespace TokenAuthz.Signing.Tokens;

/// <summary>The syntax of patterns and messages: text, with fields in braces.</summary>
internal static class TemplateText
{
    /// <summary>Splits a template into its literal texts and the texts in braces. A brace that is doubled is a literal one.</summary>
    /// <exception cref="FormatException">A brace is not closed, not opened, or there is nothing in it.</exception>
    public static IEnumerable<(bool IsField, string Text)> Split(string template)
    {
        var literal = new StringBuilder();
        for (var position = 0; position < template.Length;)
        {
            var brace = template[position];
            if (brace is not ('{' or '}') || IsDoubled(template, position))
            {
                literal.Append(brace);
                position += brace is '{' or '}' ? 2 : 1;
                continue;
            }

            var end = template.IndexOf('}', position);
            if (brace == '}')
                throw new FormatException($"a brace at character {position + 1} closes nothing: a literal brace is written twice");
            if (end < 0)
                throw new FormatException($"the brace at character {position + 1} is not closed: a literal brace is written twice");
            if (end == position + 1) throw new FormatException($"the braces at character {position + 1} name no field");
            if (literal.Length > 0) yield return (false, literal.ToString());
            yield return (true, template[(position + 1)..end]);
            literal.Clear();
            position = end + 1;
        }

        if (literal.Length > 0) yield return (false, literal.ToString());
    }

    private static bool IsDoubled(string template, int position) =>
        position + 1 < template.Length && template[position + 1] == template[position];

    /// <summary>Takes <c>name</c>, <c>name:format</c> or <c>name=literal</c> apart.</summary>
    public static (string Name, string? Format, string? Literal) FieldOf(string text)
    {
        var end = text.IndexOfAny([':', '=']);
        var name = NameOf(end < 0 ? text : text[..end]);
        if (end < 0) return (name, null, null);
        var rest = text[(end + 1)..];
        return text[end] == ':' ? (name, rest, null) : (name, null, rest);
    }

    /// <summary>The text, if it is a field's name.</summary>
    /// <exception cref="FormatException">The text is no field's name.</exception>
    public static string NameOf(string text) => text.Length > 0 && text.All(IsOfName)
        ? text
        : throw new FormatException($"'{text}' is not a field's name: lower-case letters, digits and underscores");

    private static bool IsOfName(char c) => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_';
}
