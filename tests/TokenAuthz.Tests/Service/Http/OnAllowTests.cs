namespace TokenAuthz.Tests.Service.Http;

/// <summary>What an allow tells the gateway, when it is asked to.</summary>
public sealed class OnAllowTests
{
    private const string KeyId = "x-auth-key-id";
    private const string Policy = "x-auth-policy";
    private const string Remove = "x-envoy-auth-headers-to-remove";

    [Theory]
    [InlineData("OnAllow:KeyId=true", KeyId, "default")]
    [InlineData("OnAllow:Policy=true", Policy, "default")]
    [InlineData("OnAllow:RemoveToken=true", Remove, "token")]
    public async Task Tells_no_more_than_it_is_asked_to_when(string setting, string header, string value)
    {
        await using var service = RunningService.Start(setting);

        var answer = await service.CheckAsync("/a", Token.Line("/a"));

        answer.AssertAllowed();
        Assert.Equal([(header, value)], Told(answer));
    }

    [Fact]
    public async Task Tells_nothing_by_default()
    {
        await using var service = RunningService.Start();

        Assert.Empty(Told(await service.CheckAsync("/a", Token.Line("/a"))));
    }

    [Fact]
    public async Task Tells_nothing_when_it_denies()
    {
        await using var service = RunningService.Start("OnAllow:KeyId=true", "OnAllow:Policy=true", "OnAllow:RemoveToken=true");

        Assert.Empty(Told(await service.CheckAsync("/a")));
        Assert.Empty(Told(await service.CheckAsync("/a", Token.Line("/b"))));
    }

    [Fact]
    public async Task Names_the_key_that_signed_and_not_what_the_client_claims()
    {
        await using var service =
            RunningService.Start("OnAllow:KeyId=true", "Keys:0:Id=old", "Keys:0:Value=first", "Keys:1:Id=new", "Keys:1:Value=second");

        Assert.Equal([(KeyId, "old")], Told(await service.CheckAsync("/a", $"{KeyId}: new\r\n" + Token.Line("/a", "first"))));
        Assert.Equal([(KeyId, "new")], Told(await service.CheckAsync("/a", $"{KeyId}: old\r\n" + Token.Line("/a", "second"))));
    }

    private static (string Name, string Value)[] Told(RawAnswer answer) =>
        [.. answer.Headers.Where(header => header.Key is KeyId or Policy or Remove).Select(header => (header.Key, header.Value))];
}
