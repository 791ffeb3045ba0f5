using TokenAuthz.Issuers.Harness;

namespace TokenAuthz.Issuers;

/// <summary>
/// The senders' own libraries and TokenAuthz agree on webhooks of random bodies: both accept what was signed, and both or neither
/// accept what was changed or grew old. A failure says the seed, which TOKEN_AUTHZ_SEED repeats.
/// </summary>
public static class WebhookTests
{
    private const int Requests = 20;

    private static readonly TimeSpan[] Ages = [TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(290), TimeSpan.FromSeconds(310)];

    public static TheoryData<string> Names => [.. AllIssuers.WebhookLibraries.Select(library => library.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public static async Task Agrees_with_the_library(string name)
    {
        var library = AllIssuers.WebhookLibraries.Single(library => library.Name == name);
        TestContext.Current.TestOutputHelper?.WriteLine(Seed.Line);
        await using var stand = await IssuerStand.StartAsync(library.Settings);
        for (var i = 0; i < Requests; i++)
        {
            var input = new RandomInput(Seed.Value + i);
            var now =
                library.HasClock ? input.Time : DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());
            var request = await library.Sign(input, now);
            var context = $"{Seed.Line}, request {i} at {now:O}";

            Expect.Equal(
                (true, null), (await library.Verify(request, now), await stand.CheckAsync(request, now)), $"{context}:\n{request}");
            foreach (var (change, changed) in await ChangesAsync(library, request, input, now))
            {
                var theirs = await library.Verify(changed, now);
                var ours = await stand.CheckAsync(changed, now);
                var isAgreed = theirs == ours is null || (theirs && library.Overlooks.Contains(change));
                Assert.True(isAgreed, $"{context}, with {change}: {name} says {theirs}, TokenAuthz {ours ?? "allowed"}\n{changed}");
            }
        }
    }

    private static async Task<IReadOnlyList<(string Change, IssuedRequest Request)>> ChangesAsync(
        WebhookLibrary library, IssuedRequest request, RandomInput input, DateTimeOffset now)
    {
        var changes = WebhookChanges.Of(request, library, input).ToList();
        var age = input.OneOf(Ages);
        if (library.HasTolerance) changes.Add(($"an age of {age}", await library.Sign(input, now - age)));
        return changes;
    }
}
