namespace TokenAuthz.Tests.Commands;

/// <summary>The commands know the units: <c>check-config</c> checks each, <c>sign</c> and <c>verify</c> find their policies.</summary>
public sealed class UnitCommandTests : IDisposable
{
    private const string Unit = """
        { "TokenAuthz": {
          "Keys": [ { "Id": "k", "File": "k" } ],
          "Policies": [ { "Name": "live", "Paths": [ "/video/live" ] }, { "Name": "rest" } ] } }
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly string _file;

    public UnitCommandTests()
    {
        Directory.CreateDirectory(_folder["units/video"]);
        _folder.Write("units/video.json", Unit);
        _folder.Write("units/video/k", "the-key-of-team-video");
        _file = _folder.Write("token-authz.json", $$"""
            { "TokenAuthz": {
              "Keys": [ { "Id": "own", "File": "{{_folder["own"]}}" } ],
              "Units": { "Directories": [ "{{_folder["units"]}}" ], "Grants": { "video": { "Paths": [ "/video" ] } } } } }
            """);
        _folder.Write("own", "the-key-of-the-operator");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Sign_and_verify_by_the_policy_of_a_unit()
    {
        var signed = await RunAsync("sign", "/video/live/1");
        Assert.Equal((0, $"token: {Token.Of("/video/live/1", "the-key-of-team-video")}"), (signed.ExitCode, signed.Output));

        var verified = await RunAsync("verify", "/video/live/1", "-H", signed.Output.Trim());
        Assert.Equal(0, verified.ExitCode);
        Assert.Contains("video/live: Check", verified.Output, StringComparison.Ordinal);
        Assert.Contains("allowed, by the key video/k", verified.Output, StringComparison.Ordinal);

        var named = await RunAsync("sign", "/video/x", "--policy", "video/rest");
        Assert.Equal($"token: {Token.Of("/video/x", "the-key-of-team-video")}", named.Output);
    }

    [Fact]
    public async Task Check_every_unit_and_end_with_1_when_one_does_not_load()
    {
        var good = await RunAsync("check-config");
        Assert.Equal((0, ""), (good.ExitCode, good.Error));
        Assert.Contains("  units      video (2 policies)", good.Output, StringComparison.Ordinal);

        _folder.Write("units/video.json", Unit.Replace("/video/live", "/shop", StringComparison.Ordinal));
        var bad = await RunAsync("check-config");
        Assert.Equal(1, bad.ExitCode);
        Assert.StartsWith("The configuration is valid.", bad.Output, StringComparison.Ordinal);
        Assert.Equal(
            "token-authz: the unit video does not load (1 error):\n  TokenAuthz:Policies:0:Paths: '/shop' is beyond the grant of this " +
                "unit: granted are every host, the paths /video, every listener, with a token",
            bad.Error);

        // A unit that is not there yet is no mistake of the operator.
        File.Delete(_folder["units/video.json"]);
        var missing = await RunAsync("check-config");
        Assert.Equal((0, ""), (missing.ExitCode, missing.Error));
        Assert.Contains("  units      video (has no file, its requests are denied)", missing.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("video", "its name")]
    [InlineData("FOLDER/units/video.json", "its file")]
    public async Task Check_one_unit_without_the_keys_of_the_operator(string unit, string description)
    {
        File.Delete(_folder["own"]);

        var result = await RunAsync("check-config", "--unit", unit.Replace("FOLDER", _folder.Path, StringComparison.Ordinal));

        Expect.Equal((0, ""), (result.ExitCode, result.Error), description);
        Assert.StartsWith(
            "The unit video is valid.\n  granted    every host, the paths /video, every listener, with a token\n" +
                "  keys       video/k (secret of 21 bytes)\n  policies   video/live (token-header), video/rest (token-header)",
            result.Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Say_everything_that_is_wrong_with_one_unit()
    {
        _folder.Write("units/video.json", Unit.Replace("/video/live", "/shop", StringComparison.Ordinal).Replace(
            "\"rest\"", "\"rest\", \"Action\": \"Allow\"", StringComparison.Ordinal));

        var result = await RunAsync("check-config", "--unit", "video");

        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith("token-authz: the configuration does not load (2 errors):\n", result.Error, StringComparison.Ordinal);
        Assert.Contains("TokenAuthz:Policies:0:Paths: '/shop' is beyond the grant", result.Error, StringComparison.Ordinal);
        Assert.Contains("TokenAuthz:Policies:1:Action: 'Allow' is beyond the grant", result.Error, StringComparison.Ordinal);
    }

    private Task<CommandResult> RunAsync(params string[] command) => TokenAuthzProcess.RunAsync([.. command, "--config", _file]);
}
