using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Presets;
using TokenAuthz.Signing.Schemes;
using TokenAuthz.Signing.Verifying;

namespace TokenAuthz.Tests.Signing;

[Collection(nameof(MeasuresAllocations))]
public static class AllocationTests
{
    private const int Checks = 10_000;

    private static readonly Scheme TokenHeader = Scheme.Compile(PresetCatalog.Default);
    private static readonly KeyRing Ring = new([new Key("other", "other"u8), new Key("default", "secret"u8)]);

    public static TheoryData<string, string[], bool> Requests => new()
    {
        { "allowed", ["c64319d06364528120a9f96af62ea83d"], true },
        { "wrong token", ["d64319d06364528120a9f96af62ea83d"], false },
        { "no token", [], false },
        { "two tokens", ["a", "b"], false },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public static void Allocates_nothing_for_a_check(string description, string[] tokens, bool isAllowed)
    {
        var request = new RequestBytes("/", tokens);
        Assert.Equal(isAllowed ? Checks : 0, Check(request, Checks));

        var allocated = Allocations.Of(() => Check(request, Checks));

        Expect.Equal(0, allocated, $"{description}, bytes in {Checks} checks");
    }

    private static int Check(RequestBytes request, int times)
    {
        var allowed = 0;
        for (var i = 0; i < times; i++)
        {
            if (TokenHeader.Verify(ref request, Ring, DateTimeOffset.UnixEpoch).IsAllowed) allowed++;
        }

        return allowed;
    }
}
