using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.Rotation;

/// <summary>No check fails when keys of a mounted Secret are replaced under load. The tests run alone, because they measure time.</summary>
[CollectionDefinition(nameof(KeyRotationTests), DisableParallelization = true)]
[Collection(nameof(KeyRotationTests))]
public sealed class KeyRotationTests
{
    private const int PerSecond = 100;
    private const string Uses = "token_authz_key_uses_total";
    private const string Ends = "token_authz_key_expiry_timestamp_seconds";
    private const string Successful = "token_authz_config_last_reload_successful";

    private static readonly (string Id, string Secret) Old = ("2026-10", "the-old-key-5d1c");
    private static readonly (string Id, string Secret) New = ("2026-11", "the-new-key-77af");

    /// <summary>Changes of the folder, and what the log says of each; a file without content is a link that leads nowhere.</summary>
    public static TheoryData<string, string?, string, string> Breaks { get; } = new()
    {
        { "no file", null, "", "there is no key in the directory" },
        { "a file that cannot be read", "2026-11", "", "cannot be read: No such file or directory" },
        { "an empty file", "2026-11", "\n", "is empty" },
        { "a file that is too large", "2026-11", new string('k', 4097), "has more than 4096 bytes" },
        { "a file whose name is no id", "a key", "k", "the file name a key is no key id" },
    };

    [Fact]
    public async Task Denies_nobody_while_a_key_replaces_another()
    {
        using var keys = new MountedKeys(Old);
        await using var service = await StartAsync(keys);
        Assert.Equal([$"{Ends}{{key_id=\"2026-10\"}} 4102444800"], await service.LinesAsync(Ends + "{"));

        await using var byOld = Load(service, Old);
        await UntilMoreAsync(service, Old);
        keys.Swap(Old, New);
        await UntilKeysAsync(service, Old, New);

        await using var byNew = Load(service, New);
        await UntilMoreAsync(service, Old);
        await UntilMoreAsync(service, New);
        AssertAllAllowed(await byOld.StopAsync(), byOld);
        Assert.Equal(byOld.Sent, await UsesAsync(service, Old));

        keys.Swap(New);
        await UntilKeysAsync(service, New);
        await UntilMoreAsync(service, New);
        AssertAllAllowed(await byNew.StopAsync(), byNew);
        Assert.Equal(byNew.Sent, await UsesAsync(service, New));

        Assert.Equal(0, await service.DecisionsAsync("deny"));
        Assert.Equal((403, 200), (await CheckAsync(service, Old), await CheckAsync(service, New)));
    }

    [Fact]
    public async Task Denies_nobody_whose_key_stays_when_others_come_and_go()
    {
        using var keys = new MountedKeys(Old);
        await using var service = await StartAsync(keys);
        await using var load = Load(service, Old);

        // Half of the changes come while the service reads the one before.
        for (var i = 0; i < 20; i++)
        {
            var coming = ($"2027-{i:d2}", $"a-key-that-comes-{i}");
            keys.Swap(Old, coming);
            if (i % 2 == 0) await UntilKeysAsync(service, Old, coming);
        }

        await UntilMoreAsync(service, Old);
        AssertAllAllowed(await load.StopAsync(), load);
        Assert.Equal((0, load.Sent), (await service.DecisionsAsync("deny"), await UsesAsync(service, Old)));
    }

    [Promise(9)]
    [Theory]
    [MemberData(nameof(Breaks))]
    public async Task Keeps_the_last_good_keys_and_says_so_when_the_folder_has(
        string description, string? name, string content, string said)
    {
        using var keys = new MountedKeys(Old);
        await using var service = await StartAsync(keys);

        if (name is null) keys.Swap();
        else if (content.Length == 0) keys.AddDangling(name);
        else keys.Swap(Old, (name, content));

        await Poll.UntilAsync(
            $"the metrics say that it does not load: {description}",
            async () => await service.CountAsync(Successful) == 0,
            () => service.Log);
        await Poll.UntilContainsAsync(said, () => service.Log);
        Assert.Equal(200, await CheckAsync(service, Old));

        keys.Swap(New);
        await UntilKeysAsync(service, New);
        Assert.Equal((403, 200), (await CheckAsync(service, Old), await CheckAsync(service, New)));
        Assert.Equal(1, await service.CountAsync(Successful));
    }

    private static Task<AuthzService> StartAsync(MountedKeys keys) =>
        AuthzService.StartAsync($"Keys:0:Directory={keys.Path}", "Keys:0:NotAfter=2100-01-01T00:00:00Z", "ReloadInterval=00:00:00.1");

    private static SteadyLoad Load(AuthzService service, (string Id, string Secret) key) =>
        new(service.CheckPort, PerSecond, Token.Of("/load", key.Secret));

    private static async Task<int> CheckAsync(AuthzService service, (string Id, string Secret) key) =>
        (await RawHttp.SendAsync(service.CheckPort, RawHttp.Request("GET", "/a", Token.Of("/a", key.Secret)))).Status;

    private static Task<int> UsesAsync(AuthzService service, (string Id, string Secret) key) =>
        service.CountAsync(Uses + "{", $"key_id=\"{key.Id}\"");

    // The metrics show the keys that are in force.
    private static Task UntilKeysAsync(AuthzService service, params (string Id, string Secret)[] keys) => Poll.UntilAsync(
        $"the keys are {string.Join(", ", keys.Select(key => key.Id))}",
        async () => (await service.LinesAsync(Ends + "{"))
            .Order(StringComparer.Ordinal)
            .SequenceEqual(keys.Select(key => $"{Ends}{{key_id=\"{key.Id}\"}} 4102444800")),
        () => service.Log);

    private static async Task UntilMoreAsync(AuthzService service, (string Id, string Secret) key)
    {
        var before = await UsesAsync(service, key);
        await Poll.UntilAsync(
            $"the key {key.Id} was used for a second more",
            async () => await UsesAsync(service, key) > before + PerSecond,
            () => service.Log);
    }

    private static void AssertAllAllowed(IReadOnlyDictionary<string, int> outcomes, SteadyLoad load)
    {
        Assert.Equal(["OK"], outcomes.Keys);
        Assert.InRange(load.Sent, PerSecond, int.MaxValue);
    }
}
