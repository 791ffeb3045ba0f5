using BenchmarkDotNet.Attributes;
using TokenAuthz.Engine.Hosting;

namespace TokenAuthz.Benchmarks;

/// <summary>2,000 configuration units of five policies: at start, after a
/// change of one, and when nothing changed; each in a new process.</summary>
[ColdStart]
public class UnitLoadBenchmarks
{
    private const int Units = 2_000;

    private readonly SampleUnits _units = new(Units);
    private HostConfiguration<SampleHost> _loaded = null!;

    [GlobalSetup(Targets = [nameof(ReloadOne), nameof(Look)])]
    public void Start()
    {
        _loaded = _units.Load();

        // The first looks compare contents, because the files are younger than their stamps can tell.
        var started = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(3)) _ = _loaded.ReloadIfChanged();
    }

    [IterationSetup(Target = nameof(ReloadOne))]
    public void Change() => _units.Touch(Units / 2);

    [Benchmark]
    public object Load() => _units.Load();

    [Benchmark]
    public object ReloadOne() =>
        _loaded.ReloadIfChanged().Units ?? throw new InvalidOperationException("there was no change, or it does not load");

    [Benchmark]
    public ReloadOutcome Look() => _loaded.ReloadIfChanged();

    [GlobalCleanup]
    public void Stop() => _units.Delete();
}
