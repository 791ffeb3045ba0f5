namespace TokenAuthz.Signing.Tokens;

/// <summary>The syntax of patterns and messages: text, with fields in braces.</summary>
internal static class TemplateText
{
    /// <summary>Splits a template into its literal texts and the texts in braces.</summary>
    /// <exception cref="FormatException">A brace is not closed, not opened, or there is nothing in it.</exception>
    public static IEnumerable<(bool IsField, string Text)> Split(string template)
    {
        for (var position = 0; position < template.Length;)
        {
            var brace = template.IndexOfAny(['{', '}'], position);
            if (brace < 0) brace = template.Length;
            if (brace > position) yield return (false, template[position..brace]);
            if (brace == template.Length) yield break;

            var end = template.IndexOf('}', brace);
            if (template[brace] == '}') throw new FormatException($"a brace at character {brace + 1} closes nothing");
            if (end < 0) throw new FormatException($"the brace at character {brace + 1} is not closed");
            if (end == brace + 1) throw new FormatException($"the braces at character {brace + 1} name no field");
            yield return (true, template[(brace + 1)..end]);
            position = end + 1;
        }
    }

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
