using TokenAuthz.Engine.Checks;
using TokenAuthz.Tests.Engine.Policies;
using TokenAuthz.Tests.Signing;

namespace TokenAuthz.Tests.Engine.Checks;

/// <summary>The engine allocates nothing for a check, nor for what the client or the upstream is told.</summary>
[Collection(nameof(MeasuresAllocations))]
public static class CheckAllocationTests
{
    private const int Checks = 10_000;

    private static readonly string[] Several =
    [
        "Policies:0:Name=p", "Policies:0:Schemes:0=hmac-v1", "Policies:0:Schemes:1=bearer", "Policies:0:Schemes:2=token-header",
        "Schemes:bearer:Token:0=header:token={expires}.{sig}", "Schemes:bearer:Message={target}\n{expires}",
    ];

    public static TheoryData<string, string[], string?, bool> Tokens => new()
    {
        { "the right token", [], Token.Of("/a", PolicySamples.Secret), true },
        { "another", [], Token.Wrong, false },
        { "the right token of the last of several schemes", Several, Token.Of("/a", PolicySamples.Secret), true },
        { "another of several schemes", Several, Token.Wrong, false },
        { "no token", ["Policies:0:Name=p", "Policies:0:Deny:Headers:Retry-After=5"], null, false },
        { "the id of a key that is not there", ["Policies:0:Name=p", "Policies:0:Scheme=own",
            "Schemes:own:Token:0=header:token={kid}.{sig}", "Schemes:own:Message={path}\n{kid}", "Schemes:own:Algorithm=HmacSha256"],
            "other.00", false },
        { "no token, which is optional", ["Policies:0:Name=p", "Policies:0:Mode=Optional"], null, true },
    };

    [Theory]
    [MemberData(nameof(Tokens))]
    public static void Allocates_nothing_for_a_check(string description, string[] settings, string? token, bool isAllowed)
    {
        var (samples, request) = (new PolicySamples(settings), token is null ? new RequestBytes("/a") : new RequestBytes("/a", token));
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
            if (decision.DenyResponse is { Headers.IsEmpty: true }) return -1;
            var upstream = decision.UpstreamHeaders;
            if (upstream.Set.Length + upstream.Removed.Length > 0) return -1;
        }

        return allowed;
    }
}
