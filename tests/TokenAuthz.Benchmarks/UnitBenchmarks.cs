using System.Text;
using BenchmarkDotNet.Attributes;
using TokenAuthz.Engine.Checks;
using TokenAuthz.Signing.Issuing;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Presets;
using TokenAuthz.Signing.Schemes;

namespace TokenAuthz.Benchmarks;

/// <summary>An allowed check of a policy of a unit, among few units and among many, spread over the hosts.</summary>
public class UnitBenchmarks
{
    // A power of two: taking the next is a mask.
    private const int Requests = 4096;

    private CheckEngine _engine = null!;
    private SampleRequest[] _requests = [];
    private int _next;

    [Params(1, 2_000)]
    public int Units { get; set; }

    [GlobalSetup]
    public void Load()
    {
        var units = new SampleUnits(Units);
        _engine = units.Load().Engine;
        units.Delete();
        var scheme = Scheme.Compile(PresetCatalog.Default);
        var random = new Random(1);
        _requests = [.. Enumerable.Range(0, Requests).Select(_ => Sign(scheme, random.Next(Units), random.Next(SampleUnits.PoliciesEach)))];
        if (Enumerable.Range(0, Requests).Any(_ => !Decide().IsAllowed)) throw new InvalidOperationException("a request is denied");
    }

    [Benchmark]
    public Decision Decide()
    {
        ref var request = ref _requests[_next++ & (Requests - 1)];
        return _engine.Begin(SampleConfiguration.Listener, policy: null, ref request).Decision;
    }

    private static SampleRequest Sign(Scheme scheme, int unit, int policy)
    {
        var key = new Key("key", Encoding.ASCII.GetBytes(SampleUnits.Secret(unit, policy)));
        var unsigned = new UnsignedRequest { Host = SampleUnits.Host(unit), Target = SampleUnits.Target(policy) };
        return new(unsigned, scheme.Sign(unsigned, key, DateTimeOffset.UnixEpoch));
    }
}
