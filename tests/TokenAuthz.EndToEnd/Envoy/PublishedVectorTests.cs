
namespace TokenAuthz.EndToEnd.Envoy;

/// <summary>
/// The published vectors with a token in the URL, unchanged, through Envoy. The service's clock is the machine's, so that only vectors
/// whose verdict is the same today are sent. VectorTests sends the others to the service at their own time, and SignedUrlTests sends
/// URLs of their formats, signed at the present time, through Envoy.
/// </summary>
public sealed class PublishedVectorTests(PublishedVectorStands stands) : IClassFixture<PublishedVectorStands>
{
    public static TheoryData<int, string> Rows => Vector.Rows(PublishedVectorStands.Includes);

    [Theory]
    [MemberData(nameof(Rows))]
    public Task Gives_the_published_verdict(int index, string description) => stands.AssertVerdictAsync(Vector.All[index], description);

    [Fact]
    public static void Are_some_of_each_verdict() =>
        Assert.Equal([false, true], Vector.All.Where(PublishedVectorStands.Includes).Select(vector => vector.IsAllowed).Distinct().Order());
}
