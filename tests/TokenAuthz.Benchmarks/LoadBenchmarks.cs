using BenchmarkDotNet.Attributes;
using TokenAuthz.Engine.Hosting;
using TokenAuthz.Engine.Snapshots;

namespace TokenAuthz.Benchmarks;

/// <summary>From the configuration file to the engine, and again after a change; each in a new process, as a service does it.</summary>
[ColdStart]
public class LoadBenchmarks
{
    private const int Policies = 10_000;

    private readonly SampleConfiguration _configuration = new(Policies);
    private HostConfiguration<SampleHost> _loaded = null!;

    /// <summary>How many bytes an engine keeps.</summary>
    public static long HeldBytes()
    {
        var configuration = new SampleConfiguration(Policies);
        configuration.Load();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var engine = configuration.Load();
        var after = GC.GetTotalMemory(forceFullCollection: true);
        GC.KeepAlive(engine);
        configuration.Delete();
        return after - before;
    }

    [GlobalSetup(Target = nameof(Reload))]
    public void Start() => _loaded = _configuration.Load();

    [IterationSetup(Target = nameof(Reload))]
    public void Change() => _configuration.Touch();

    [Benchmark]
    public object Load() => _configuration.Load();

    [Benchmark]
    public Snapshot Reload() =>
        _loaded.ReloadIfChanged().Snapshot ?? throw new InvalidOperationException("there was no change, or it does not load");

    [GlobalCleanup]
    public void Stop() => _configuration.Delete();
}
