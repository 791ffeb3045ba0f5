using System.Text;
using BenchmarkDotNet.Attributes;
using TokenAuthz.Signing.Issuing;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Presets;
using TokenAuthz.Signing.Schemes;
using TokenAuthz.Signing.Verifying;

namespace TokenAuthz.Benchmarks;

/// <summary>An allowed request whose token names its key: one of one, and one of many.</summary>
public class KeyBenchmarks
{
    // A power of two: taking the next is a mask.
    private const int Requests = 1024;

    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private readonly Scheme _scheme = Scheme.Compile(PresetCatalog.All.Single(preset => preset.Name == "hmac-v1"));
    private KeyRing _keys = null!;
    private SampleRequest[] _requests = [];
    private int _next;

    [Params(1, 1000)]
    public int Keys { get; set; }

    [GlobalSetup]
    public void Sign()
    {
        _keys =
            new([
                .. Enumerable.Range(0, Keys).Select(i => new Key($"partner-{i}", Encoding.ASCII.GetBytes($"the secret of partner {i:D10}")))
            ]);
        _requests = [.. Enumerable.Range(0, Requests).Select(i => Sign(_keys.Keys[i % Keys]))];
        if (Enumerable.Range(0, Requests).Any(_ => !Verify().IsAllowed)) throw new InvalidOperationException("a request is denied");
    }

    [Benchmark]
    public Verdict Verify() => _scheme.Verify(ref _requests[_next++ & (Requests - 1)], _keys, Now);

    private SampleRequest Sign(Key key)
    {
        var unsigned = new UnsignedRequest { Host = "api.example.com", Target = "/api/v1/orders?page=2" };
        return new(unsigned, _scheme.Sign(unsigned, key, Now));
    }
}
