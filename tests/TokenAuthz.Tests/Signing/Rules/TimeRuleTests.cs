using TokenAuthz.Signing;
using TokenAuthz.Signing.Issuing;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Schemes;
using TokenAuthz.Signing.Verifying;
using static TokenAuthz.Signing.DenyReason;

namespace TokenAuthz.Tests.Signing.Rules;

/// <summary>When a token holds, to the millisecond. The token is made at 1800000000.</summary>
public static class TimeRuleTests
{
    private static readonly DateTimeOffset Issued = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);
    private static readonly Key Key = new("k1", "an-example-of-a-key-of-32-bytes."u8);

    private static readonly SchemeDefinition Symmetric = new()
    {
        Name = "ours",
        Token = ["query:t={issued}", "query:s={sig}"],
        Message = "{path}{issued}",
        Ttl = TimeSpan.FromSeconds(60),
        Skew = TimeSpan.FromSeconds(10),
        Symmetric = true,
    };

    private static readonly SchemeDefinition Ending = new()
    {
        Name = "ours",
        Token = ["query:e={expires:iso8601}", "query:s={sig}"],
        Message = "{path}\n{expires}",
    };

    private static readonly SchemeDefinition Living = new()
    {
        Name = "ours",
        Token = ["query:t={issued}", "query:l={lifetime}", "query:s={sig}"],
        Message = "{path}\n{issued}\n{lifetime}",
        Ttl = TimeSpan.FromSeconds(60),
        MaxLifetime = TimeSpan.FromDays(7),
    };

    private static readonly SchemeDefinition Between = new()
    {
        Name = "ours",
        Token = ["query:l={list}.{sig}"],
        Items = ["list ~ t=issued e=expires!"],
        Message = "{path}\n{list}",
        Ttl = TimeSpan.FromDays(30),
        MaxLifetime = TimeSpan.FromMinutes(1),
    };

    public static TheoryData<string, double, DenyReason?> Ends => new()
    {
        { "2027-01-15T08:00:10Z", 10, null },
        { "2027-01-15T08:00:10Z", 10.999, null },
        { "2027-01-15T08:00:10Z", 11, Expired },
        { "2027-01-15T08:00:10.250Z", 10.250, null },
        { "2027-01-15T08:00:10.250Z", 10.251, Expired },
        { "2027-01-15T09:00:10+01:00", 10.5, null },
        { "2027-01-16", 57_600, null },
        { "2027-01-16", 57_601, Expired },
    };

    public static TheoryData<string, double, DenyReason?> ExclusiveEnds => new()
    {
        { "2027-01-15T08:00:10Z", 9.999, null },
        { "2027-01-15T08:00:10Z", 10, Expired },
        { "2027-01-15T08:00:10.250Z", 10.249, null },
        { "2027-01-15T08:00:10.250Z", 10.250, Expired },
    };

    public static TheoryData<string, double, bool, DenyReason?> Lifetimes => new()
    {
        { "1", 1.999, false, null },
        { "1", 2, false, Expired },
        { "1", 0.999, true, null },
        { "1", 1, true, Expired },
        { "604800", 604_800, false, null },
        { "604801", 0, false, EndsTooLate },
        { "9999999999", 0, false, EndsTooLate },
        { "0", 0, false, InvalidToken },
        { "-1", 0, false, InvalidToken },
        { "10000000000", 0, false, InvalidToken },
        { "1.5", 0, false, InvalidToken },
        { "%31", 0, false, InvalidToken },
    };

    public static TheoryData<string, double, DenyReason?> Lists => new()
    {
        { "t=1800000000~e=1800000060", 0, null },
        { "t=1800000000~e=1800000061", 0, EndsTooLate },
        { "t=1800000000~e=1800000061", 61, EndsTooLate },
        { "e=1800000060", 0, null },
        { "e=1800000061", 0, EndsTooLate },
        { "e=1800000061", 1, null },
        { "t=1800000060~e=1800000000", 60, Expired },
    };

    [Theory]
    [InlineData(-71, NotYetValid)]
    [InlineData(-70, null)]
    [InlineData(0, null)]
    [InlineData(70, null)]
    [InlineData(70.999, null)]
    [InlineData(71, Expired)]
    public static void Holds_on_both_sides_of_its_time(double seconds, DenyReason? reason) =>
        AssertReason(Symmetric, Symmetric, "t", "1800000000", seconds, reason);

    [Theory]
    [MemberData(nameof(Ends))]
    public static void Holds_to_the_end_of_a_second_or_to_a_millisecond(string expires, double seconds, DenyReason? reason) =>
        AssertReason(
            Ending,
            Ending with { Token = ["query:e={free}", "query:s={sig}"], Message = "{path}\n{free}" },
            "free",
            expires,
            seconds,
            reason);

    [Theory]
    [MemberData(nameof(ExclusiveEnds))]
    public static void Has_ended_at_an_exclusive_end(string expires, double seconds, DenyReason? reason) =>
        AssertReason(
            Ending with { ExpiresExclusive = true },
            Ending with { Token = ["query:e={free}", "query:s={sig}"], Message = "{path}\n{free}" },
            "free",
            expires,
            seconds,
            reason);

    [Theory]
    [InlineData(10, false, null)]
    [InlineData(9.999, false, NotYetValid)]
    [InlineData(11, true, null)]
    [InlineData(10.999, true, NotYetValid)]
    public static void Begins_at_its_begin_or_after_it(double seconds, bool isExclusive, DenyReason? reason)
    {
        var scheme = Ending with { Token = ["query:b={not_before}", "query:s={sig}"], Message = "{path}\n{not_before}" };
        AssertReason(
            scheme with { NotBeforeExclusive = isExclusive },
            scheme with { Token = ["query:b={free}", "query:s={sig}"], Message = "{path}\n{free}" },
            "free",
            "1800000010",
            seconds,
            reason);
    }

    [Theory]
    [MemberData(nameof(Lifetimes))]
    public static void Holds_for_its_lifetime_up_to_the_longest(string lifetime, double seconds, bool isExclusive, DenyReason? reason) =>
        AssertReason(
            Living with { ExpiresExclusive = isExclusive },
            Living with
            {
                Token = ["query:t={issued}", "query:l={free}", "query:s={sig}"],
                Message = "{path}\n{issued}\n{free}",
                MaxLifetime = null,
            },
            "free",
            lifetime,
            seconds,
            reason);

    [Theory]
    [MemberData(nameof(Lists))]
    public static void Holds_no_longer_than_its_longest_lifetime(string list, double seconds, DenyReason? reason) =>
        AssertReason(Between, Between with { Items = [], MaxLifetime = null, Message = "{path}\n{list}" }, "list", list, seconds, reason);

    [Fact]
    public static void Is_signed_with_its_lifetime()
    {
        var scheme = Scheme.Compile(Living);

        var target = scheme.Sign(new() { Target = "/a", Lifetime = TimeSpan.FromMinutes(2) }, Key, Issued).Target;

        Assert.StartsWith("/a?t=1800000000&l=120&s=", target, StringComparison.Ordinal);
    }

    [Fact]
    public static void Is_not_signed_for_longer_than_it_may_hold()
    {
        var scheme = Scheme.Compile(Living);

        var refusal = Assert.Throws<SchemeException>(
            () => scheme.Sign(new() { Target = "/a", Lifetime = TimeSpan.FromDays(8) }, Key, Issued));

        Assert.Contains("MaxLifetime", refusal.Message, StringComparison.Ordinal);
    }

    // The forger signs any text where the scheme has a time.
    private static void AssertReason(
        SchemeDefinition definition, SchemeDefinition forger, string field, string value, double seconds, DenyReason? reason)
    {
        var unsigned = new UnsignedRequest { Target = "/a" };
        if (forger != definition) unsigned = unsigned with { Fields = unsigned.Fields.Add(field, value) };
        var request = new TestRequest(Scheme.Compile(forger).Sign(unsigned, Key, Issued).Target);

        var verdict = Scheme.Compile(definition).Verify(ref request, new([Key]), Issued.AddMilliseconds(Math.Round(seconds * 1000)));

        Assert.Equal((reason is null, reason), (verdict.IsAllowed, verdict.IsAllowed ? null : verdict.Reason));
    }
}
