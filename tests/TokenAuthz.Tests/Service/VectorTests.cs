using TokenAuthz.Signing;

namespace TokenAuthz.Tests.Service;

/// <summary>Every vector through the check as gateways ask it: configuration, HTTP, policy, clock and client's address included.</summary>
[InProcess]
public sealed class VectorTests(VectorServices services) : IClassFixture<VectorServices>
{
    public static TheoryData<int, string> Rows => AllVectors.Rows();

    public static TheoryData<int, string> Webhooks => AllVectors.Rows(vector => vector.IsWebhook);

    public static TheoryData<int, string> SignedBodies => AllVectors.Rows(vector => vector is { SignsBody: true, IsDerived: false });

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Gives_the_published_verdict_for_the_reason_of_the_core(int index, string description)
    {
        var vector = AllVectors.List[index];
        var core = VectorVerdict.Of(vector);

        var answer = await services.CheckAsync(vector);

        var (status, reason) = vector.IsAllowed ? (200, null) : (403, core.Reason?.Code());
        Expect.Equal((status, reason), (answer.Status, answer.Value("x-auth-reason")), $"{description}, of which the core says {core}");
    }

    [Theory]
    [MemberData(nameof(Webhooks))]
    public async Task Gives_the_published_verdict_by_grpc(int index, string description)
    {
        var answer = await services.CheckByGrpcAsync(AllVectors.List[index]);

        Expect.Equal(AllVectors.List[index].IsAllowed, answer.Status.Code == 0, $"{description}: {answer}");
    }

    [Theory]
    [MemberData(nameof(SignedBodies))]
    public async Task Denies_another_body(int index, string description)
    {
        var vector = AllVectors.List[index].WithOtherBody();

        Expect.Equal(403, (await services.CheckAsync(vector)).Status, description);
        Expect.Equal(403, (await services.CheckByGrpcAsync(vector)).DeniedResponse?.Status.Code, description);
    }
}
