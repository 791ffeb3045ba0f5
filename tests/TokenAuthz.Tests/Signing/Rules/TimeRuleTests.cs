using TokenAuthz.Signing;
using TokenAuthz.Signing.Issuing;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Schemes;
using TokenAuthz.Signing.Verifying;

namespace TokenAuthz.Tests.Signing.Rules;

/// <summary>A token of a symmetric scheme holds as long before its time as after it: Ttl and Skew, to the second.</summary>
public static class TimeRuleTests
{
    private static readonly DateTimeOffset Issued = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);
    private static readonly Key Key = new("k1", "an-example-of-a-key-of-32-bytes."u8);

    private static readonly Scheme Scheme = Scheme.Compile(new()
    {
        Name = "ours",
        Token = ["query:t={issued}", "query:s={sig}"],
        Message = "{path}{issued}",
        Ttl = TimeSpan.FromSeconds(60),
        Skew = TimeSpan.FromSeconds(10),
        Symmetric = true,
    });

    [Theory]
    [InlineData(-71, DenyReason.NotYetValid)]
    [InlineData(-70, null)]
    [InlineData(0, null)]
    [InlineData(70, null)]
    [InlineData(71, DenyReason.Expired)]
    public static void Holds_on_both_sides_of_its_time(int seconds, DenyReason? reason)
    {
        var request = new TestRequest(Scheme.Sign(new() { Target = "/a" }, Key, Issued).Target);

        var verdict = Scheme.Verify(ref request, new([Key]), Issued.AddSeconds(seconds));

        Assert.Equal((reason is null, reason), (verdict.IsAllowed, verdict.IsAllowed ? null : verdict.Reason));
    }
}
