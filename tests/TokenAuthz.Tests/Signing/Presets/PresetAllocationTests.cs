using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Verifying;

namespace TokenAuthz.Tests.Signing.Presets;

/// <summary>Checks of every preset allocate nothing, but for the text of an address, which the platform's class makes.</summary>
[Collection(nameof(MeasuresAllocations))]
public static class PresetAllocationTests
{
    private const int Checks = 500;
    private const int BytesOfAnAddress = 200;

    private static readonly KeyRing Ring = PresetSample.Ring;
    private static readonly KeyRing OtherRing = SampleKeys.Others;

    public static TheoryData<string> Samples => PresetSample.Names;

    [Theory]
    [MemberData(nameof(Samples))]
    public static void Allocates_nothing_for_a_check(string name)
    {
        var sample = PresetSample.Find(name);
        var request = sample.Sign(RandomRequest.Make(new Random(1)));
        var writesAddress = sample.Signs.HasFlag(RequestParts.Address)
            && !sample.Form.Message.Contains("{packed_address}", StringComparison.Ordinal);

        foreach (var (ring, description) in new[] { (Ring, "allowed"), (OtherRing, "denied") })
        {
            Assert.Equal(ring == Ring ? Checks : 0, Check(sample, request, ring));

            var allocated = Allocations.Of(() => Check(sample, request, ring));

            var allowed = writesAddress ? BytesOfAnAddress * Checks : 0;
            Assert.True(allocated <= allowed, $"{description}: {allocated} bytes in {Checks} checks");
        }
    }

    private static int Check(PresetSample sample, WireRequest request, KeyRing ring)
    {
        var (scheme, allowed) = (sample.Scheme, 0);
        for (var i = 0; i < Checks; i++)
        {
            if (scheme.Verify(ref request, ring, PresetSample.Now).IsAllowed) allowed++;
        }

        return allowed;
    }
}
