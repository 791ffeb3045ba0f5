
namespace TokenAuthz.EndToEnd.Envoy;

/// <summary>
/// The published vectors with a token in the URL, as they stand, through Envoy: those whose verdict is today's as well, as
/// the service has no clock but the machine's. The others are sent to the port of checks at their own time (VectorTests);
/// that their formats pass through Envoy at the present time is tested with URLs that are signed anew (SignedUrlTests).
/// </summary>
public sealed class PublishedVectorTests(PublishedVectorStands stands) : IClassFixture<PublishedVectorStands>
{
    public static TheoryData<int, string> Rows => Vector.Rows(PublishedVectorStands.Includes);

    [Theory]
    [MemberData(nameof(Rows))]
    public Task Gives_the_published_verdict(int index, string description) => stands.AssertVerdictAsync(Vector.All[index], description);

    [Fact]
    public static void Are_some_of_each_verdict() => Assert.Equal([false, true], Vector.All.Where(PublishedVectorStands.Includes).Select(vector => vector.IsAllowed).Distinct().Order());
}
