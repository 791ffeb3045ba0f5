using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace TokenAuthz.Mutation;

/// <summary>
/// Runs, for each mutant, the tests that reach it, the quickest first, until one fails. The mutants are in a random order,
/// so that those tried when it is ended are a sample of all. A mutant that hangs ends the process; started again, it goes on
/// behind that mutant.
/// </summary>
internal static partial class Trials
{
    private const string Results = "results.txt";

    // The processor's time, as others may keep the machine busy. Each of the slow tests takes up to half a second.
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(20);

    /// <param name="isSlow">Whether to try the slow tests on the mutants that have survived the quick ones.</param>
    public static int Run(string work, bool isSlow)
    {
        var mutants = JsonSerializer.Deserialize<List<Mutant>>(File.ReadAllText(Path.Combine(work, "mutants.json")))!;
        var outcomes = Outcomes(work);
        Mutant[] left = [.. mutants.Where(mutant => outcomes.TryGetValue(mutant.Id, out var outcome)
            ? isSlow && outcome is Outcome.Survived or Outcome.NotReached : !isSlow)];
        new Random(1).Shuffle(left);
        if (left.Length == 0) return 0;

        var active = new ActiveMutant();
        var rows = TestRow.Read(Assembly.Load("TokenAuthz.Tests"), IsTried).Where(row => Slow().IsMatch(row.Name) == isSlow).ToList();
        var passing = rows.Where(row => row.Learn(active, mutants.Max(mutant => mutant.Id) + 1)).ToList();
        Console.WriteLine($"{rows.Count} tests, {rows.Count - passing.Count} left out, which fail without the test runner");

        var reaching = passing.SelectMany(row => row.Reached.Select(id => (id, row))).ToLookup(pair => pair.id, pair => pair.row);
        using var output = new StreamWriter(Path.Combine(work, Results), append: true) { AutoFlush = true };
        output.WriteLine(); // The line of a mutant that ended the process has no end.
        foreach (var mutant in left.Where(mutant => !isSlow || reaching.Contains(mutant.Id)))
        {
            var hangs = Environment.CpuUsage.TotalTime + Hang;
            using var watchdog = new Timer(
                _ => { if (Environment.CpuUsage.TotalTime > hangs) Environment.FailFast($"The mutant {mutant.Id} hangs."); },
                null,
                Hang,
                Hang);
            output.Write($"{mutant.Id} ");
            output.WriteLine(Try(active, mutant.Id, [.. reaching[mutant.Id].OrderBy(row => row.Milliseconds)]));
        }

        return 0;
    }

    /// <summary>The last outcome of each mutant that was tried.</summary>
    public static Dictionary<int, Outcome> Outcomes(string work)
    {
        var file = Path.Combine(work, Results);
        return (File.Exists(file) ? File.ReadLines(file) : []).Where(line => line.Length > 0).Select(line => line.Split(' '))
            .GroupBy(words => int.Parse(words[0], CultureInfo.InvariantCulture))
            .ToDictionary(
                tries => tries.Key, tries => Enum.TryParse<Outcome>(tries.Last()[1], out var outcome) ? outcome : Outcome.TimedOut);
    }

    private static bool IsTried(Type type) =>
        type.Namespace is { } name
        && (name.StartsWith("TokenAuthz.Tests.Signing", StringComparison.Ordinal)
            || name.StartsWith("TokenAuthz.Tests.Engine", StringComparison.Ordinal));

    private static string Try(ActiveMutant active, int id, List<TestRow> rows)
    {
        if (rows.Count == 0) return $"{Outcome.NotReached}";
        var end = Environment.CpuUsage.TotalTime + Budget;
        active.Begin(id);
        try
        {
            foreach (var row in rows.TakeWhile(_ => Environment.CpuUsage.TotalTime < end))
                if (!row.Passes()) return $"{Outcome.Killed} {row.Name}";

            return $"{(active.WasCalled ? Outcome.Survived : Outcome.Once)}";
        }
        finally
        {
            active.End();
        }
    }

    // Properties over thousands of random requests, and files of many megabytes.
    [GeneratedRegex(@"^(SchemeProperty|PresetProperty|PresetRandom|PresetSpelling|TokenHeaderProperties|PolicyTableTests.*\(1000?\)"
        + "|KeyStrengthTests.Refuses_no|KeyReaderTests.Says_of_a_file_that_is_too)")]
    private static partial Regex Slow();
}
