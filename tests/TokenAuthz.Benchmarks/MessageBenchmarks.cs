using System.Security.Cryptography;
using System.Text;
using BenchmarkDotNet.Attributes;
using TokenAuthz.Signing.Issuing;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Presets;
using TokenAuthz.Signing.Schemes;
using TokenAuthz.Signing.Verifying;

namespace TokenAuthz.Benchmarks;

#pragma warning disable CA5351 // MD5 is what is measured.

/// <summary>An allowed request of the default scheme by the size of target and key
/// together: MD5 takes up to 55 bytes at once, and 64 more each time.</summary>
public class MessageBenchmarks
{
    private static readonly Key Key = new("default", Encoding.ASCII.GetBytes(SampleConfiguration.Secret));

    private readonly KeyRing _keys = new([Key]);
    private readonly Scheme _scheme = Scheme.Compile(PresetCatalog.Default);
    private readonly byte[] _digest = new byte[MD5.HashSizeInBytes];
    private byte[] _message = [];
    private SampleRequest _request;

    [Params(33, 55, 119, 1024)]
    public int Bytes { get; set; }

    [GlobalSetup]
    public void Sign()
    {
        _message = new byte[Bytes];
        var unsigned = new UnsignedRequest { Target = "/".PadRight(Bytes - Key.Secret.Length, 'a') };
        _request = new(unsigned, _scheme.Sign(unsigned, Key, DateTimeOffset.UnixEpoch));
        if (!Verify().IsAllowed) throw new InvalidOperationException("the request is denied");
    }

    // What the platform takes for the digest alone: the measure of the machine.
    [Benchmark(Baseline = true)]
    public int PlatformMd5() => MD5.HashData(_message, _digest);

    [Benchmark]
    public Verdict Verify() => _scheme.Verify(ref _request, _keys, DateTimeOffset.UnixEpoch);
}
