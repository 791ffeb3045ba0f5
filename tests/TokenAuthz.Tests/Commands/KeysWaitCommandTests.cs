using TokenAuthz.Tests.Service;

namespace TokenAuthz.Tests.Commands;

/// <summary><c>keys wait</c>, the step of a rotation between the new key and the first token by it.</summary>
public static class KeysWaitCommandTests
{
    private static readonly string[] OldKey = ["Keys:0:Id=old", "Keys:0:Value=a-key-of-ours-5d1c"];
    private static readonly string[] BothKeys = [.. OldKey, "Keys:1:Id=new", "Keys:1:Value=another-key-77af"];

    [Fact]
    public static async Task Ends_with_0_when_every_replica_has_the_key()
    {
        await using var first = RunningService.Start(BothKeys);
        await using var second = RunningService.Start(BothKeys);

        var result = await WaitAsync(["old", "new"], [first, second], "--replicas", "2");

        Assert.Equal(
            new(0, $"Every replica has old, new: http://127.0.0.1:{first.AdminPort}, http://127.0.0.1:{second.AdminPort}", ""), result);
    }

    [Fact]
    public static async Task Waits_until_the_last_replica_has_taken_it()
    {
        await using var first = RunningService.Start(BothKeys);
        await using var second = RunningService.Start(OldKey);

        var wait = WaitAsync(["new"], [first, second]);
        second.Configure(BothKeys);

        Assert.Equal((0, ""), ((await wait).ExitCode, (await wait).Error));
        // So that a token by the new key is allowed everywhere.
        (await second.CheckAsync("/a", Token.Line("/a", "another-key-77af"))).AssertAllowed();
    }

    [Fact]
    public static async Task Ends_with_1_and_names_the_replica_that_lacks_it()
    {
        await using var first = RunningService.Start(BothKeys);
        await using var second = RunningService.Start(OldKey);

        var result = await WaitAsync(["new", "newer"], [first, second], "--timeout", "0");

        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.Equal(
            $"token-authz: http://127.0.0.1:{first.AdminPort} has not newer.\n" +
                $"token-authz: http://127.0.0.1:{second.AdminPort} has not new, newer.",
            result.Error);
    }

    [Fact]
    public static async Task Says_why_a_replica_does_not_take_it()
    {
        await using var service = RunningService.Start(OldKey);
        service.Configure([.. BothKeys, "DrainTime=soon"]);
        await Poll.UntilAsync(
            "the files are refused", async () => (await service.MetricsAsync())["token_authz_config_last_reload_successful"] == 0);

        var result = await WaitAsync(["new"], [service], "--timeout", "0");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("has not new; its files do not load: TokenAuthz:DrainTime", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public static async Task Ends_with_1_when_fewer_replicas_answer_than_there_are()
    {
        await using var service = RunningService.Start(BothKeys);

        var result = await WaitAsync(["new"], [service], "--replicas", "2", "--timeout", "0");

        Assert.Equal((1, "token-authz: 1 replicas answer at --at, fewer than 2."), (result.ExitCode, result.Error));
    }

    [Theory]
    [InlineData("http://127.0.0.1:1", "http://127.0.0.1:1/config does not answer")]
    [InlineData("http://no-such-host.invalid:8081", "the name no-such-host.invalid is not found")]
    [InlineData("8081", "--at 8081: write it as http://HOST:PORT")]
    public static async Task Ends_with_1_when_nobody_answers(string url, string says)
    {
        var result = await TokenAuthzProcess.RunAsync(["keys", "wait", "new", "--at", url, "--timeout", "0"]);

        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.Contains(says, result.Error, StringComparison.Ordinal);
    }

    private static Task<CommandResult> WaitAsync(string[] keys, RunningService[] services, params string[] options) =>
        TokenAuthzProcess.RunAsync(
        [
            "keys", "wait", .. keys, .. services.SelectMany(service => new[] { "--at", $"http://127.0.0.1:{service.AdminPort}" }),
            .. options,
        ]);
}
