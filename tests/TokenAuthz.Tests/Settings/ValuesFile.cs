using System.Collections.Immutable;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace TokenAuthz.Tests.Settings;

/// <summary>A value of a chart's <c>values.yaml</c>.</summary>
/// <param name="Name">Its name; empty for the file itself.</param>
/// <param name="Description">Its comment behind <c># --</c>.</param>
/// <param name="Schema">The JSON of its lines <c># @schema</c>; of the lines <c># @root</c> for the file itself.</param>
/// <param name="Type">The type of its default, as JSON schema names it; null when it has values below.</param>
/// <param name="Children">The values below.</param>
internal sealed partial record ValuesFile(
    string Name, string Description, JsonObject Schema, string? Type, ImmutableArray<ValuesFile> Children)
{
    private const string DescriptionMark = "# -- ";

    /// <summary>Reads a file as this chart writes it: two spaces a level, one value a line.</summary>
    public static ValuesFile Parse(string yaml)
    {
        ImmutableArray<string> lines = [.. yaml.Split('\n')];
        return new("", "", Json(lines.TakeWhile(line => line.StartsWith('#')), "# @root "), null, ReadChildren(lines, ""));
    }

    // The lines of one level; those below a value whose schema has a type belong to its default.
    private static ImmutableArray<ValuesFile> ReadChildren(ImmutableArray<string> lines, string indent)
    {
        var values = ImmutableArray.CreateBuilder<ValuesFile>();
        var comments = new List<string>();
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].Trim().Length == 0) comments.Clear();
            else if (lines[i].StartsWith($"{indent}#", StringComparison.Ordinal)) comments.Add(lines[i].Trim());
            if (Key().Match(lines[i]) is not { Success: true } key || key.Groups[1].Value != indent) continue;

            ImmutableArray<string> below = [.. lines.Skip(i + 1).TakeWhile(line => IsBelow(line, indent))];
            values.Add(Read(key.Groups[2].Value, key.Groups[3].Value, comments, below, indent + "  "));
            comments.Clear();
        }

        return values.ToImmutable();
    }

    private static bool IsBelow(string line, string indent) =>
        line.Trim().Length == 0 || line.StartsWith($"{indent} ", StringComparison.Ordinal);

    private static ValuesFile Read(
        string name, string text, List<string> comments, ImmutableArray<string> below, string indent)
    {
        var schema = Json(comments, "# @schema ");
        var lines = comments.SkipWhile(line => !line.StartsWith(DescriptionMark, StringComparison.Ordinal));
        var description = string.Join(' ', lines.Select((line, index) => line[(index == 0 ? DescriptionMark : "# ").Length..]));
        var type = TypeOf(text, below);
        var isOpen = schema.ContainsKey("type") || schema.ContainsKey("$ref");
        return new(name, description, schema, type, type is null && !isOpen ? ReadChildren(below, indent) : []);
    }

    private static JsonObject Json(IEnumerable<string> lines, string mark)
    {
        var marked = lines.Where(line => line.StartsWith(mark, StringComparison.Ordinal));
        var text = string.Join(' ', marked.Select(line => line[mark.Length..]));
        return text.Length == 0 ? [] : JsonNode.Parse(text)!.AsObject();
    }

    private static string? TypeOf(string text, ImmutableArray<string> below) => text switch
    {
        "" => IsList(below) ? "array" : null,
        ['[', ..] => "array",
        ['{', ..] => "object",
        "true" or "false" => "boolean",
        _ when long.TryParse(text, out _) => "integer",
        _ when double.TryParse(text, out _) => "number",
        _ => "string",
    };

    private static bool IsList(ImmutableArray<string> below) =>
        below.Select(line => line.Trim()).FirstOrDefault(line => line is not ("" or ['#', ..])) is ['-', ' ', ..];

    [GeneratedRegex("^( *)([A-Za-z]+):(?: (.*))?$")]
    private static partial Regex Key();
}
