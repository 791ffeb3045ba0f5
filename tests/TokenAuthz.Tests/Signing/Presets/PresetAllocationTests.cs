using TokenAuthz.Signing.Keys;

namespace TokenAuthz.Tests.Signing.Presets;

/// <summary>What a check of each format allocates: nothing, but for those that sort, join or rewrite what they sign.</summary>
public static class PresetAllocationTests
{
    private const int Checks = 500;

    // The first writes the client's address as text.
    private static readonly Dictionary<string, int> Most = new() { ["nginx-secure-link"] = 96, ["bunny-query"] = 1024, ["bunny-path"] = 1024, ["apisix-hmac-auth"] = 1024, ["rfc9421"] = 1024 };

    public static TheoryData<string> Names => PresetCase.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public static void Allocates_no_more_than_its_message_needs(string preset)
    {
        var format = new PresetCase(preset);
        for (var seed = 0; seed < 3; seed++)
        {
            var signed = format.Sign(format.Request(new(seed)));
            var allowed = AllocatedBy(format, signed, format.Keys, Checks);
            var denied = AllocatedBy(format, signed, format.OtherKeys, 0);

            Assert.True(allowed <= Most.GetValueOrDefault(preset) && denied <= Most.GetValueOrDefault(preset), $"seed {seed}: {allowed} bytes for an allowed check, {denied} for a denied one");
        }
    }

    private static long AllocatedBy(PresetCase format, TestRequest signed, KeyRing keys, int isAllowed)
    {
        var request = new RequestBytes(signed);
        Check(format, request, keys);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var allowed = Check(format, request, keys);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(isAllowed, allowed);
        return allocated / Checks;
    }

    private static int Check(PresetCase format, RequestBytes request, KeyRing keys)
    {
        var allowed = 0;
        for (var i = 0; i < Checks; i++)
        {
            if (format.Scheme.Verify(ref request, keys, PresetCase.Now).IsAllowed) allowed++;
        }

        return allowed;
    }
}
