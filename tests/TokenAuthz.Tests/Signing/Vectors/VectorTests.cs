namespace TokenAuthz.Tests.Signing.Vectors;

/// <summary>Every vector through the core.</summary>
public static class VectorTests
{
    public static TheoryData<int, string> Rows => Vector.Rows();

    [Theory]
    [MemberData(nameof(Rows))]
    public static void Gives_the_published_verdict(int index, string description)
    {
        var vector = Vector.All[index];

        var verdict = VectorVerdict.Of(vector);

        Assert.True(verdict.Reason is null == vector.IsAllowed, $"{description}: {verdict}");
    }
}
