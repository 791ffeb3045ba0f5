using BenchmarkDotNet.Attributes;
using TokenAuthz.Signing.Verifying;

namespace TokenAuthz.Benchmarks;

/// <summary>An allowed check of each format, with the request that docs/formats.md shows.</summary>
public class FormatBenchmarks
{
    // A power of two, and four times as many as a scheme remembers: taking the next is a mask.
    private const int Rings = 4096;

    private FormatCase.Check _check = null!;
    private int _next;

    public static IEnumerable<FormatCase> Formats => FormatCase.All;

    [ParamsSource(nameof(Formats))]
    public FormatCase Format { get; set; } = null!;

    [GlobalSetup]
    public void Sign()
    {
        _check = Format.Sign(Rings);
        if (Verify() is { IsAllowed: false } verdict) throw new InvalidOperationException($"{Format} is denied: {verdict.Reason}");
    }

    [Benchmark]
    public Verdict Verify() => _check.Run(_next++);
}
