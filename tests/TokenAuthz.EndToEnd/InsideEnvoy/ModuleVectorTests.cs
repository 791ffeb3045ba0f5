
namespace TokenAuthz.EndToEnd.InsideEnvoy;

/// <summary>Every vector, at its own time, through Envoy: tokens in URLs and headers, signed bodies, client addresses.</summary>
public sealed class ModuleVectorTests(ModuleVectorStands stands) : IClassFixture<ModuleVectorStands>
{
    public static TheoryData<int, string> Rows => AllVectors.Rows(vector => !vector.IsDerived);

    [Theory]
    [MemberData(nameof(Rows))]
    public Task Gives_the_published_verdict(int index, string description) =>
        stands.AssertVerdictAsync(AllVectors.List[index], description);
}
