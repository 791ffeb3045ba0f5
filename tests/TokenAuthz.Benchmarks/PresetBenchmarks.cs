using System.Buffers.Text;
using System.Collections.Immutable;
using System.Text;
using BenchmarkDotNet.Attributes;
using TokenAuthz.Signing.Issuing;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Presets;
using TokenAuthz.Signing.Requests;
using TokenAuthz.Signing.Rules;
using TokenAuthz.Signing.Schemes;
using TokenAuthz.Signing.Verifying;

namespace TokenAuthz.Benchmarks;

/// <summary>An allowed request of each preset.</summary>
public class PresetBenchmarks
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private static readonly Key Key = new("default", Encoding.ASCII.GetBytes(SampleConfiguration.Secret));

    private readonly KeyRing _keys = new([Key]);
    private Scheme _scheme = null!;
    private SampleRequest _request;

    public static IEnumerable<string> Presets => PresetCatalog.All.Select(preset => preset.Name);

    [ParamsSource(nameof(Presets))]
    public string Preset { get; set; } = "";

    [GlobalSetup]
    public void Sign()
    {
        _scheme = Scheme.Compile(PresetCatalog.All.Single(preset => preset.Name == Preset));
        var unsigned = Unsigned(_scheme.Definition);
        _request = new(unsigned, _scheme.Sign(unsigned, Key, Now));
        if (!Verify().IsAllowed) throw new InvalidOperationException($"{Preset} denies its own signature: {Verify().Reason}");
    }

    [Benchmark]
    public Verdict Verify() => _scheme.Verify(ref _request, _keys, Now);

    private static UnsignedRequest Unsigned(SchemeDefinition definition) => new()
    {
        Host = "video.example.com",
        Target = "/video/2026/11/master.m3u8",
        Body = """{"action":"opened","number":1}"""u8.ToArray(),
        ClientAddress = ClientAddress.TryParse("192.0.2.1"u8, out var address) ? address : default,
        Fields = definition.Prefix is PrefixMatch.Base64Url
            ? ImmutableDictionary<string, string>.Empty.Add("prefix", Base64Url.EncodeToString("https://video.example.com/video/"u8))
            : ImmutableDictionary<string, string>.Empty,
    };
}
