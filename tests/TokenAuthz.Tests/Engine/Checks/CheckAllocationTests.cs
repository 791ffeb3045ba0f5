using TokenAuthz.Engine.Checks;
using TokenAuthz.Tests.Engine.Policies;
using TokenAuthz.Tests.Signing;

namespace TokenAuthz.Tests.Engine.Checks;

/// <summary>The engine allocates nothing for a check, nor for what the client or the upstream is told.</summary>
[Collection(nameof(MeasuresAllocations))]
public static class CheckAllocationTests
{
    private const int Checks = 10_000;

    public static TheoryData<string, string, bool> Tokens => new()
    {
        { "the right token", Token.Of("/a", PolicySamples.Secret), true },
        { "another", Token.Wrong, false },
    };

    [Theory]
    [MemberData(nameof(Tokens))]
    public static void Allocates_nothing_for_a_check(string description, string token, bool isAllowed)
    {
        var (samples, request) = (new PolicySamples(), new RequestBytes("/a", token));
        Assert.Equal(isAllowed ? Checks : 0, Check(samples.Engine, request));

        var allocated = Allocations.Of(() => Check(samples.Engine, request));

        Expect.Equal(0, allocated, $"{description}, bytes in {Checks} checks");
    }

    private static int Check(CheckEngine engine, RequestBytes request)
    {
        var allowed = 0;
        for (var i = 0; i < Checks; i++)
        {
            var decision = engine.Begin(PolicySamples.Listener, policy: null, ref request).Decision;
            if (decision is { IsAllowed: true, DenyResponse: null }) allowed++;
            var upstream = decision.UpstreamHeaders;
            if (upstream.Set.Length + upstream.Removed.Length > 0) return -1;
        }

        return allowed;
    }
}
