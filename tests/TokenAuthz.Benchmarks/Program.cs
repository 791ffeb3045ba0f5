using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using Perfolizer.Horology;
using TokenAuthz.Benchmarks;

// Short iterations, so that all presets take minutes; code is optimized from the start of the warmup on, and memory is
// collected as in the service. --job says otherwise.
var job = Job.Default
    .WithWarmupCount(15)
    .WithIterationTime(TimeInterval.FromMilliseconds(100))
    .WithIterationCount(10)
    .WithEnvironmentVariable("DOTNET_TC_CallCountingDelayMs", "0")
    .WithGcConcurrent(false)
    .AsDefault();

var config =
    DefaultConfig.Instance.AddDiagnoser(MemoryDiagnoser.Default).WithSummaryStyle(SummaryStyle.Default.WithMaxParameterColumnWidth(40));
if (!args.Contains("--job")) config = config.AddJob(job);

// Ours among BenchmarkDotNet's options: --report FILE.
var report = Array.IndexOf(args, "--report");
var options = report < 0 ? args : [.. args[..report], .. args[(report + 2)..]];
var summaries = BenchmarkSwitcher.FromAssembly(typeof(Report).Assembly).Run(options, config).ToList();

if (report >= 0)
{
    Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(args[report + 1]))!);
    await File.WriteAllTextAsync(args[report + 1], Report.Of(summaries));
}

return summaries.Count > 0 && summaries.TrueForAll(summary => summary.Reports.All(benchmark => benchmark.Success)) ? 0 : 1;
