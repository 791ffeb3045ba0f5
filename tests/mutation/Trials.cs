using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text.Json;

namespace TokenAuthz.Mutation;

/// <summary>
/// Runs, for each mutant, the tests that come by it, the quickest first, until one fails. A mutant that hangs ends the
/// process; started again, it goes on behind that mutant.
/// </summary>
internal static class Trials
{
    private const string Results = "results.txt";

    // How long a mutant may survive: the slowest tests are random ones that take half a second each.
    private static readonly TimeSpan Budget =
        TimeSpan.FromSeconds(double.Parse(Environment.GetEnvironmentVariable("MUTATION_BUDGET") ?? "2", CultureInfo.InvariantCulture));

    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(30);

    public static int Run(string work)
    {
        var mutants = JsonSerializer.Deserialize<List<Mutant>>(File.ReadAllText(Path.Combine(work, "mutants.json")))!;
        var file = Path.Combine(work, Results);
        var tried = File.Exists(file)
            ? File.ReadLines(file).Select(line => int.Parse(line.Split(' ')[0], CultureInfo.InvariantCulture)).ToHashSet()
            : [];
        var left = mutants.Where(mutant => !tried.Contains(mutant.Id)).ToList();
        if (left.Count == 0) return 0;

        var active = new ActiveMutant();
        var rows = TestRow.Read(Assembly.Load("TokenAuthz.Tests"), IsTried);
        var passing = rows.Where(row => row.Learn(active, mutants.Max(mutant => mutant.Id) + 1)).ToList();
        Console.WriteLine($"{rows.Count} tests, {rows.Count - passing.Count} left out, which fail without the test runner");

        var reaching = passing.SelectMany(row => row.Reached.Select(id => (id, row))).ToLookup(pair => pair.id, pair => pair.row);
        using var output = new StreamWriter(file, append: true) { AutoFlush = true };
        foreach (var mutant in left)
        {
            using var watchdog =
                new Timer(_ => Environment.FailFast($"The mutant {mutant.Id} hangs."), null, Hang, Timeout.InfiniteTimeSpan);
            output.Write($"{mutant.Id} ");
            output.WriteLine(Try(active, mutant.Id, [.. reaching[mutant.Id].OrderBy(row => row.Milliseconds)]));
        }

        return 0;
    }

    private static bool IsTried(Type type) =>
        type.Namespace is { } name
        && (name.StartsWith("TokenAuthz.Tests.Signing", StringComparison.Ordinal)
            || name.StartsWith("TokenAuthz.Tests.Engine", StringComparison.Ordinal));

    private static string Try(ActiveMutant active, int id, List<TestRow> rows)
    {
        if (rows.Count == 0) return $"{Outcome.NotReached}";
        active.Begin(id);
        try
        {
            var begun = Stopwatch.GetTimestamp();
            foreach (var row in rows)
            {
                if (Stopwatch.GetElapsedTime(begun) > Budget) break;
                if (!row.Passes()) return $"{Outcome.Killed} {row.Name}";
            }

            return $"{(active.WasCalled ? Outcome.Survived : Outcome.Once)}";
        }
        finally
        {
            active.End();
        }
    }
}
