using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.Envoy;

/// <summary>The contract of the default scheme through Envoy, whether it normalizes paths or not.</summary>
public abstract class ContractTests : StandTests
{
    private protected ContractTests(StandFixture fixture, StandOptions options)
        : base(fixture, options)
    {
    }

    public static TheoryData<string> Targets { get; } = [.. TargetRow.All.Select(row => row.Description)];

    public static TheoryData<string> Tokens { get; } = [.. TokenRow.All.Select(row => row.Description)];

    [Promise(4)]
    [Theory]
    [MemberData(nameof(Targets))]
    public async Task Allows_the_target_that_was_signed_and_no_other_when_spelled(string description)
    {
        var row = TargetRow.All.Single(row => row.Description == description);

        var passage = await Stand.PassAsync(RawHttp.Request("GET", row.Requested, Token.Of(row.Signed)));

        if (Options.IsNormalizing ? row.Normalized : row.Plain)
        {
            passage.AssertAllowed();
            // The upstream gets the target that was signed.
            Assert.Equal(row.Signed, passage.Arrived!.Target);
        }
        else
        {
            passage.AssertDenied("invalid token");
        }
    }

    [Promise(1)]
    [Theory]
    [MemberData(nameof(Tokens))]
    public async Task Allows_the_right_token_and_no_other_when_it_is(string description)
    {
        var row = TokenRow.All.Single(row => row.Description == description);

        var passage = await Stand.PassAsync(RawHttp.Request("GET", "/a/b?x=1", token: null, row.Headers(Token.Of("/a/b?x=1"))));

        if (row.Denied is null) passage.AssertAllowed();
        else passage.AssertDenied(row.Denied);
    }
}
