
namespace TokenAuthz.EndToEnd.Envoy;

/// <summary>
/// Every vector, at its own time, through Envoy and the service: tokens in URLs and headers, signed bodies, client addresses.
/// </summary>
public sealed class ServiceVectorTests(ServiceVectorStands stands) : IClassFixture<ServiceVectorStands>
{
    public static TheoryData<int, string> Rows => AllVectors.Rows(vector => !vector.IsDerived);

    [Theory]
    [MemberData(nameof(Rows))]
    public Task Gives_the_published_verdict(int index, string description) =>
        stands.AssertVerdictAsync(AllVectors.List[index], description);
}
