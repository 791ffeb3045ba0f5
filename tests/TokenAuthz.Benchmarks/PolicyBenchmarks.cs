using System.Text;
using BenchmarkDotNet.Attributes;
using TokenAuthz.Engine.Checks;
using TokenAuthz.Signing.Issuing;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Presets;
using TokenAuthz.Signing.Schemes;

namespace TokenAuthz.Benchmarks;

/// <summary>An allowed check among one policy and among many, spread over the hosts so that caches do not hide the lookup.</summary>
public class PolicyBenchmarks
{
    // A power of two: taking the next is a mask.
    private const int Requests = 4096;

    private CheckEngine _engine = null!;
    private SampleRequest[] _requests = [];
    private int _next;

    [Params(1, 10_000)]
    public int Policies { get; set; }

    [GlobalSetup]
    public void Load()
    {
        var configuration = new SampleConfiguration(Policies);
        _engine = configuration.Load().Engine;
        configuration.Delete();
        var scheme = Scheme.Compile(PresetCatalog.Default);
        var key = new Key("default", Encoding.ASCII.GetBytes(SampleConfiguration.Secret));
        var random = new Random(1);
        _requests = [.. Enumerable.Range(0, Requests).Select(_ => Sign(scheme, key, random.Next(Policies)))];
        if (Enumerable.Range(0, Requests).Any(_ => !Decide().IsAllowed)) throw new InvalidOperationException("a request is denied");
    }

    [Benchmark]
    public Decision Decide()
    {
        ref var request = ref _requests[_next++ & (Requests - 1)];
        return _engine.Begin(SampleConfiguration.Listener, policy: null, ref request).Decision;
    }

    private static SampleRequest Sign(Scheme scheme, Key key, int policy)
    {
        var unsigned = new UnsignedRequest { Host = SampleConfiguration.Host(policy), Target = SampleConfiguration.Target(policy) };
        return new(unsigned, scheme.Sign(unsigned, key, DateTimeOffset.UnixEpoch));
    }
}
