using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.Units;

/// <summary>
/// Two teams behind a real Envoy, which fails open where it asks a service: each decides its own requests, and a mistake of one is nobody
/// else's.
/// </summary>
[Promise(2)]
[Promise(9)]
[Promise(11)]
public sealed class UnitGatewayTests : IDisposable
{
    private readonly TemporaryFolder _units = new();

    public static TheoryData<string> Ways { get; } = [Way.Http.Name, Way.Grpc.Name, Way.Inside.Name];

    public void Dispose() => _units.Dispose();

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Keeps_each_team_to_its_requests_and_its_mistakes(string name)
    {
        Write("video", "key-of-the-video-team");
        Write("shop", "key-of-the-shop-team");
        var way = name == Way.Inside.Name ? Way.Inside : Way.Of(name);
        await using var stand = await Stand.StartAsync(new(
            way,
            "ReloadInterval=00:00:00.1",
            "Secret=key-of-the-operator",
            $"Units:Directories:0={_units.Path}",
            "Units:Grants:video:Paths:0=/video",
            "Units:Grants:shop:Paths:0=/shop",
            "Units:Grants:absent:Paths:0=/absent")
        { IsFailingOpen = !way.IsInside });
        foreach (var (path, team) in new[] { ("/video/1", "video"), ("/shop/1", "shop") })
        {
            (await PassAsync(stand, path, $"key-of-the-{team}-team")).AssertAllowed(path);
            (await PassAsync(stand, path, "key-of-the-operator")).AssertDenied("invalid token");
        }

        (await PassAsync(stand, "/shop/1", "key-of-the-video-team")).AssertDenied("invalid token");
        (await PassAsync(stand, "/other", "key-of-the-video-team")).AssertDenied("invalid token");
        (await PassAsync(stand, "/other", "key-of-the-operator")).AssertAllowed();
        // The application may read it as a path of the other team's.
        (await PassAsync(stand, "/video/../shop/1", "key-of-the-video-team")).AssertDenied("invalid token");
        (await PassAsync(stand, "/absent/1", "key-of-the-operator")).AssertDenied("no policy");

        _units.Write("video.json", "{");
        Write("shop", "another-key-of-the-shop-team");
        await Poll.UntilAsync(
            "the other team's new key is in force",
            async () => (await PassAsync(stand, "/shop/1", "another-key-of-the-shop-team")).Answer.Status == 200,
            () => stand.Envoy.Log);

        (await PassAsync(stand, "/shop/1", "key-of-the-shop-team")).AssertDenied("invalid token");
        (await PassAsync(stand, "/video/1", "key-of-the-video-team")).AssertAllowed();
    }

    private void Write(string unit, string key) =>
        _units.Write($"{unit}.json", $$"""{ "TokenAuthz": { "Keys": [{ "Id": "1", "Value": "{{key}}" }] } }""");

    private static Task<Passage> PassAsync(Stand stand, string path, string key) =>
        stand.PassAsync(RawHttp.Request("GET", path, Token.Of(path, key)));
}
