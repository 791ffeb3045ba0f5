using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.Envoy;

/// <summary>The contract of the default scheme through Envoy, whichever way it treats paths.</summary>
public abstract class ContractTests
{
    private readonly Stand _stand;
    private readonly bool _normalizing;

    private protected ContractTests(Stand stand, bool normalizing) => (_stand, _normalizing) = (stand, normalizing);

    public static TheoryData<string> Targets { get; } = [.. TargetRow.All.Select(row => row.Description)];

    public static TheoryData<string> Tokens { get; } = [.. TokenRow.All.Select(row => row.Description)];

    [Promise(4)]
    [Theory]
    [MemberData(nameof(Targets))]
    public async Task Allows_the_target_that_was_signed_and_no_other_when_spelled(string description)
    {
        var row = TargetRow.All.Single(row => row.Description == description);

        var passage = await _stand.PassAsync(RawHttp.Request("GET", row.Requested, Token.Of(row.Signed)));

        if (_normalizing ? row.Normalized : row.Plain)
        {
            passage.AssertAllowed();
            // What was signed is what the upstream acts on.
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

        var passage = await _stand.PassAsync(RawHttp.Request("GET", "/a/b?x=1", token: null, row.Headers(Token.Of("/a/b?x=1"))));

        if (row.Denied is null) passage.AssertAllowed();
        else passage.AssertDenied(row.Denied);
    }
}
