using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Engines;
using BenchmarkDotNet.Jobs;

namespace TokenAuthz.Benchmarks;

/// <summary>Measures what happens once in a process: five processes, one time each, nothing warm.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ColdStartAttribute() : JobMutatorConfigBaseAttribute(
    Job.Default.WithStrategy(RunStrategy.ColdStart).WithLaunchCount(5).WithWarmupCount(0).WithIterationCount(1));
