using TokenAuthz.Issuers.Harness;
using TokenAuthz.Signing.Issuing;
using TokenAuthz.Testing.Vectors;

namespace TokenAuthz.Issuers;

/// <summary>What we sign, the issuers' libraries verify, or sign in the same way.</summary>
public static class SignerTests
{
    private const int Requests = 25;

    public static TheoryData<string> Names => [.. AllIssuers.Verifiers.Select(verifier => verifier.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public static async Task Signs_what_the_library_accepts(string name)
    {
        var verifier = AllIssuers.Verifiers.Single(verifier => verifier.Name == name);
        var policy = new VectorConfiguration(verifier.Scheme, [verifier.Key]).Policy;
        for (var i = 0; i < Requests; i++)
        {
            var input = new RandomInput(Seed.Value + i);
            var request = verifier.Request(input);
            SignedRequest signed;
            DateTimeOffset now;
            string? fault;
            do
            {
                now = verifier.HasClock ? input.Time : ThisSecond;
                var context = $"{Seed.Line}, request {i} at {now:O}, {request.Method} {request.Host}{request.Target} for {name}";
                TestContext.Current.TestOutputHelper?.WriteLine(context);
                signed = policy.Accepts!.All[0].Scheme.Sign(request, policy.Accepts!.All[0].Keys.Keys[0], now);
                fault = await verifier.Verify(request, signed, now);
            }
            while (!verifier.HasClock && ThisSecond != now);

            var headers = string.Concat(signed.Headers.Select(header => $"\n  {header.Key}: {header.Value}"));
            Assert.True(fault is null, $"{Seed.Line}, request {i} at {now:O}: {fault}\n  {request.Method} {signed.Url}{headers}");
        }
    }

    private static DateTimeOffset ThisSecond => DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());
}
