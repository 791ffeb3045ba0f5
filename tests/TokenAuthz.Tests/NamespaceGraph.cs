using System.Text.RegularExpressions;

namespace TokenAuthz.Tests;

/// <summary>
/// Which namespace of a project uses which other one, read from the source text: a using directive (the build refuses one
/// without use), a qualified name, or a type of an enclosing namespace, which needs neither.
/// </summary>
internal sealed partial class NamespaceGraph
{
    private readonly List<(string From, string To, string File)> _uses = [];

    private NamespaceGraph(ILookup<string, string> namespacesOf, IEnumerable<(string File, string Namespace, string Text)> files)
    {
        var all = namespacesOf.SelectMany(type => type).ToHashSet(StringComparer.Ordinal);
        foreach (var (file, own, text) in files)
        {
            var used = Using().Matches(text).Select(match => match.Groups[1].Value)
                .Concat(Qualified().Matches(text).SelectMany(match => namespacesOf[match.Groups[2].Value]
                    .Where(known => ("." + known + ".").EndsWith("." + match.Groups[1].Value, StringComparison.Ordinal))))
                .Concat(Word()
                    .Matches(text)
                    .SelectMany(match => namespacesOf[match.Value].Where(known => own.StartsWith(known + ".", StringComparison.Ordinal))));
            _uses.AddRange(used.Distinct().Where(to => to != own && all.Contains(to)).Select(to => (own, to, Path.GetFileName(file))));
        }
    }

    /// <summary>Reads all source files of a folder of the checkout.</summary>
    public static NamespaceGraph Read(string folder)
    {
        (string File, string Namespace, string Text)[] files =
        [
            .. Repository.Sources(folder).Select(file => (file, Text: NotCode().Replace(Repository.Read(file), "")))
                .Where(file => Namespace().IsMatch(file.Text))
                .Select(file => (file.file, Namespace().Match(file.Text).Groups[1].Value, file.Text))
        ];
        return new(files.SelectMany(file => Declaration().Matches(file.Text).Select(match => (match.Groups[1].Value, file.Namespace)))
            .Distinct().ToLookup(type => type.Value, type => type.Namespace), files);
    }

    /// <summary>For each namespace on a cycle the shortest one through it, with the files that make each step.</summary>
    public IEnumerable<string> Cycles() => _uses.Select(use => use.From).Distinct().Select(CycleThrough).OfType<string>();

    private string? CycleThrough(string start)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var ways = new Queue<(string End, string Text)>([(start, start)]);
        while (ways.TryDequeue(out var way))
            foreach (var step in _uses.Where(use => use.From == way.End).GroupBy(use => use.To))
            {
                var text = $"{way.Text} → {step.Key} ({string.Join(", ", step.Select(use => use.File))})";
                if (step.Key == start) return text;
                if (seen.Add(step.Key)) ways.Enqueue((step.Key, text));
            }

        return null;
    }

    // Comments and literals; a text in three quotes first.
    [GeneratedRegex("\"\"\".*?\"\"\"|//[^\\n]*|@?\"(?:[^\"\\\\\\n]|\\\\.)*\"", RegexOptions.Singleline)]
    private static partial Regex NotCode();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"^using ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Using();

    [GeneratedRegex(
        @"^(?:[a-z]+ )*(?:class|struct|record|interface|enum|delegate [\w<>\[\]]+) (?!struct|class)(\w+)", RegexOptions.Multiline)]
    private static partial Regex Declaration();

    [GeneratedRegex(@"\b((?:[A-Z]\w*\.)+)([A-Z]\w*)")]
    private static partial Regex Qualified();

    [GeneratedRegex(@"(?<![\w.])[A-Z]\w*")]
    private static partial Regex Word();
}
