using TokenAuthz.Issuers.Harness;

namespace TokenAuthz.Issuers;

/// <summary>
/// What the issuers' libraries sign is allowed, by the service and by a real Envoy in front of it where there is one, and what is
/// changed afterwards is denied. The requests are random; a failure says the seed, which TOKEN_AUTHZ_SEED repeats.
/// </summary>
public static class IssuerTests
{
    private const int Requests = 25;

    public static TheoryData<string> Names => [.. AllIssuers.List.Select(issuer => issuer.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public static async Task Allows_what_the_library_signs_and_nothing_else(string name)
    {
        var issuer = AllIssuers.List.Single(issuer => issuer.Name == name);
        TestContext.Current.TestOutputHelper?.WriteLine(Seed.Line);
        await using var stand = await IssuerStand.StartAsync(issuer.Settings);
        for (var i = 0; i < Requests; i++)
        {
            var input = new RandomInput(Seed.Value + i);
            var now = issuer.HasClock ? input.Time : WholeSecond(TimeProvider.System.GetUtcNow());
            var request = await issuer.Sign(input, now);
            await AssertAsync(stand, issuer, request, now, $"{Seed.Line}, request {i} at {now:O}, signed by {name}");
        }
    }

    private static async Task AssertAsync(IssuerStand stand, Issuer issuer, IssuedRequest request, DateTimeOffset now, string context)
    {
        Expect.Equal(null, await stand.CheckAsync(request, now), $"{context}:\n  {request}");

        foreach (var (change, changed) in Changes.Of(request, issuer.Signs, issuer.Headers).Append(Forge(request, issuer, context)))
        {
            var reason = await stand.CheckAsync(changed, now);
            Assert.True(IsDenial(reason), $"{context}, with {change}: {reason ?? "allowed"}\n  {request}\nchanged:\n  {changed}");
        }

        if (issuer.Holds is not var (before, after)) return;
        DateTimeOffset?[] times = [now - before - TimeSpan.FromSeconds(1), now + after + TimeSpan.FromSeconds(1)];
        foreach (var time in times.OfType<DateTimeOffset>())
            Assert.True(IsDenial(await stand.CheckAsync(request, time)), $"{context}, checked at {time:O}:\n  {request}");
    }

    // Both denied: for whatever reason, because a change may spoil the form of the token.
    private static bool IsDenial(string? reason) => reason is not null && !reason.Contains("allowed", StringComparison.Ordinal);

    // Another character of the signature's own alphabet, away from the end, whose last bits may
    // mean nothing. Not the same letter in the other case, because it may be a digit of an escape.
    private static (string Change, IssuedRequest Request) Forge(IssuedRequest request, Issuer issuer, string context)
    {
        var signature = issuer.Signature(request);
        Assert.True(signature.Length >= 16, $"{context} has no signature:\n  {request}");
        var other = signature.First(c => char.IsAsciiLetterOrDigit(c) && char.ToUpperInvariant(c) != char.ToUpperInvariant(signature[8]));
        var forged = $"{signature[..8]}{other}{signature[9..]}";
        return ("another signature", request with
        {
            Target = request.Target.Replace(signature, forged, StringComparison.Ordinal),
            Headers =
            [
                .. request.Headers.Select(header =>
                    KeyValuePair.Create(header.Key, header.Value.Replace(signature, forged, StringComparison.Ordinal))),
            ],
        });
    }

    private static DateTimeOffset WholeSecond(DateTimeOffset time) => DateTimeOffset.FromUnixTimeSeconds(time.ToUnixTimeSeconds());
}
