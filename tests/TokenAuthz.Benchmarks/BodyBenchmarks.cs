using System.Security.Cryptography;
using System.Text;
using BenchmarkDotNet.Attributes;
using TokenAuthz.Signing.Issuing;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Schemes;
using TokenAuthz.Signing.Verifying;

namespace TokenAuthz.Benchmarks;

/// <summary>An allowed request whose body of 1 MiB is signed, alone or behind a time, against the HMAC of as many bytes.</summary>
public class BodyBenchmarks
{
    private static readonly Key Key = new("default", Encoding.ASCII.GetBytes(SampleConfiguration.Secret));

    private readonly KeyRing _keys = new([Key]);
    private readonly byte[] _body = RandomNumberGenerator.GetBytes(1024 * 1024);
    private readonly byte[] _digest = new byte[HMACSHA256.HashSizeInBytes];
    private Scheme _scheme = null!;
    private SampleRequest _request;

    [Params("{body}", "{issued}.{body}")]
    public string Message { get; set; } = "";

    [GlobalSetup]
    public void Sign()
    {
        _scheme = Scheme.Compile(new()
        {
            Name = "body",
            Token = Message.Contains("issued", StringComparison.Ordinal) ? ["header:t={issued}", "header:s={sig}"] : ["header:s={sig}"],
            Message = Message,
        });
        var unsigned = new UnsignedRequest { Method = "POST", Target = "/", Body = _body };
        _request = new(unsigned, _scheme.Sign(unsigned, Key, DateTimeOffset.UnixEpoch));
        if (!Verify().IsAllowed) throw new InvalidOperationException("the request is denied");
    }

    // What the platform takes for the HMAC alone: the measure of the machine.
    [Benchmark(Baseline = true)]
    public int PlatformHmac() => HMACSHA256.HashData(Key.Secret, _body, _digest);

    [Benchmark]
    public Verdict Verify() => _scheme.Verify(ref _request, _keys, DateTimeOffset.UnixEpoch);
}
