using System.Globalization;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;

namespace TokenAuthz.Benchmarks;

/// <summary>The tables of a run with date and machine, in Markdown.</summary>
internal static class Report
{
    public static string Of(IEnumerable<Summary> summaries)
    {
        var text = new AccumulationLogger();
        text.WriteLine("# Benchmarks");
        text.WriteLine();
        text.WriteLine($"Taken on {DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}; what they show and how to " +
            $"repeat them stands in [README.md](../README.md).");
        foreach (var summary in summaries)
        {
            var subject = summary.BenchmarksCases[0].Descriptor.Type;
            text.WriteLine();
            text.WriteLine($"## {subject.Name}");
            MarkdownExporter.GitHub.ExportToLog(summary, text);
            text.WriteLine();
            if (subject == typeof(FormatBenchmarks)) text.WriteLine(OpenSslSpeed.Sentence());
            if (subject != typeof(LoadBenchmarks)) continue;
            text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"What was loaded holds {LoadBenchmarks.HeldBytes() / 1e6:F1} MB."));
        }

        return text.GetLog();
    }
}
