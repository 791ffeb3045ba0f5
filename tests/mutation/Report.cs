using System.Globalization;
using System.Text.Json;

namespace TokenAuthz.Mutation;

/// <summary>The outcomes as a page: a table by folder, then the survivors.</summary>
internal static class Report
{
    public static void Write(string work, string page)
    {
        var mutants = JsonSerializer.Deserialize<List<Mutant>>(File.ReadAllText(Path.Combine(work, "mutants.json")))!.ToDictionary(mutant =>
            mutant.Id);
        var outcomes = Trials.Outcomes(work).Select(one => (Mutant: mutants[one.Key], Outcome: one.Value))
            .OrderBy(one => one.Mutant.File, StringComparer.Ordinal).ThenBy(one => one.Mutant.Line).ToList();
        using var text = new StreamWriter(page);
        text.WriteLine($"{outcomes.Count} of {mutants.Count} mutants were tried.\n");
        text.WriteLine("| folder | mutants | killed | did not end | survived | no test comes by | runs once | score |");
        text.WriteLine("| --- | --: | --: | --: | --: | --: | --: | --: |");
        foreach (var folder in outcomes.GroupBy(one => Path.GetDirectoryName(one.Mutant.File)!).OrderBy(
            folder => folder.Key, StringComparer.Ordinal))
            Line(folder.Key, [.. folder.Select(one => one.Outcome)]);
        Line("**all**", [.. outcomes.Select(one => one.Outcome)]);
        foreach (var outcome in (Outcome[])[Outcome.Survived, Outcome.NotReached])
        {
            text.WriteLine($"\n## {(outcome is Outcome.Survived ? "Survivors" : "No test comes by")}\n");
            foreach (var one in outcomes.Where(one => one.Outcome == outcome))
                text.WriteLine($"- {one.Mutant.File}:{one.Mutant.Line}: `{one.Mutant.Change.Replace('`', '\'')}`");
        }

        void Line(string name, Outcome[] all)
        {
            int Count(Outcome outcome) => all.Count(one => one == outcome);
            var (good, counted) = (Count(Outcome.Killed) + Count(Outcome.TimedOut), all.Length - Count(Outcome.Once));
            text.WriteLine(
                $"| {name} | {all.Length} | {Count(Outcome.Killed)} | {Count(Outcome.TimedOut)} | {Count(Outcome.Survived)} | " +
                    $"{Count(Outcome.NotReached)} | {Count(Outcome.Once)} | " +
                    $"{(counted == 0 ? 100 : 100.0 * good / counted).ToString("F0", CultureInfo.InvariantCulture)} % |");
        }
    }
}
