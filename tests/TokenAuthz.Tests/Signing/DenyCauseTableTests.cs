using TokenAuthz.Signing;

namespace TokenAuthz.Tests.Signing;

/// <summary>The table of causes is complete, and each reason has a cause.</summary>
public static class DenyCauseTableTests
{
    [Fact]
    public static void Has_every_cause_once_with_a_code_of_its_own()
    {
        Assert.Equal(Enum.GetValues<DenyCause>(), DenyCauses.All.Order());
        Assert.Distinct(DenyCauses.All.Select(cause => cause.Code()));
        Assert.All(DenyCauses.All, cause => Assert.Matches("^[a-z]+(_[a-z]+)*$", cause.Code()));
        Assert.All(DenyCauses.All, cause => Assert.Matches("^[A-Z][^\n]*[.?]$", cause.Meaning()));
    }

    [Fact]
    public static void Has_a_cause_for_every_reason_side_by_side()
    {
        var reasons = DenyCauses.All.Select(cause => cause.Reason()).ToList();

        Assert.Equal(DenyReasons.All, reasons.Distinct().Order());
        Assert.Equal(reasons.Distinct().Count() - 1, reasons.Zip(reasons.Skip(1)).Count(pair => pair.First != pair.Second));
    }

    [Fact]
    public static void Denies_as_an_error_when_it_was_never_set() => Assert.Equal(DenyReason.Error, default(DenyCause).Reason());
}
