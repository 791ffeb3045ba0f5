
namespace TokenAuthz.Tests.Service.Configuration;

/// <summary>
/// Files that cannot be used, each in every way: the program does not start with one, and goes on with what it has read when
/// one becomes so.
/// </summary>
[Promise(9)]
public sealed class BrokenFileTests : IDisposable
{
    private const string Secret = "a-key-of-the-broken-files";

    private readonly TemporaryFolder _folder = new();

    /// <summary>The file that is broken.</summary>
    public static TheoryData<string> Files { get; } = ["settings.json", "key", "tls.crt", "tls.key"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Keeps_what_it_has_read_when_a_file_becomes_unusable(string file)
    {
        WriteGood();
        await using var service = await TokenAuthzProcess.StartAsync(["--config", _folder["settings.json"]]);
        var good = await File.ReadAllTextAsync(_folder[file], TestContext.Current.CancellationToken);
        foreach (var broken in BrokenFile.All)
        {
            broken.Replace(_folder, file);

            await UntilAsync(service, $"{file} as {broken.Description} is refused", 0);
            var (right, other) = (await CheckAsync(service, Secret), await CheckAsync(service, "another"));
            Assert.Equal((broken.Description, 200, 403), (broken.Description, right, other));

            BrokenFile.Remove(_folder, file);
            _folder.Write(file, good + "\n");
            await UntilAsync(service, $"{file} is read again after {broken.Description}", 1);
        }
    }

    [Fact]
    public async Task Does_not_start_with_unusable_keys_and_names_each()
    {
        var keys = BrokenFile.All.Select((broken, number) =>
        {
            broken.Replace(_folder, $"key{number}");
            return $"--TokenAuthz:Keys:{number}:Id=k{number} --TokenAuthz:Keys:{number}:File={_folder[$"key{number}"]}".Split(' ');
        }).ToArray();

        var result = await TokenAuthzProcess.RunAsync(["serve", .. TokenAuthzProcess.AnyPorts, .. keys.SelectMany(settings => settings)]);

        AssertRefused("key", result);
        for (var number = 0; number < keys.Length; number++)
            Assert.Contains(
                $"TokenAuthz:Keys:{number}:File = \"{_folder[$"key{number}"]}\": the file ",
                result.ReadReasons(),
                StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Does_not_start_with_an_unusable(string file)
    {
        foreach (var broken in BrokenFile.All)
        {
            WriteGood();
            broken.Replace(_folder, file);

            var result = await TokenAuthzProcess.RunAsync(["serve", "--config", _folder["settings.json"]]);

            AssertRefused($"{file} as {broken.Description}", result);
            Assert.Contains(_folder[file], result.ReadReasons(), StringComparison.Ordinal);
            BrokenFile.Remove(_folder, file);
        }
    }

    private static void AssertRefused(string description, CommandResult result)
    {
        Expect.Equal(1, result.ExitCode, $"{description}: {result}");
        Assert.DoesNotContain("\n   at ", result.ReadReasons(), StringComparison.Ordinal);
    }

    private void WriteGood()
    {
        _folder.Write("key", Secret);
        TestAuthority.SelfSign("tls", _folder);
        _folder.Write("settings.json", $$"""
            {
              "TokenAuthz": {
                "Keys": [{ "Id": "k", "File": "{{_folder["key"]}}" }],
                "Listeners": [
                  { "Name": "http", "Url": "http://127.0.0.1:0" },
                  {
                    "Name": "https",
                    "Url": "https://127.0.0.1:0",
                    "Tls": { "Certificate": "{{_folder["tls.crt"]}}", "Key": "{{_folder["tls.key"]}}" }
                  }
                ],
                "Admin": { "Url": "http://127.0.0.1:0" },
                "ReloadInterval": "00:00:00.1"
              }
            }
            """);
    }

    private static async Task<int> CheckAsync(TokenAuthzProcess service, string secret) =>
        (await RawHttp.SendToEndAsync(service.CheckPort, RawHttp.Request("GET", "/a", Token.Of("/a", secret)))).Status;

    private static Task UntilAsync(TokenAuthzProcess service, string what, double isCurrent) => Poll.UntilAsync(what, async () =>
    {
        var metrics = await RawHttp.SendToEndAsync(service.AdminPort, RawHttp.Request("GET", "/metrics"));
        return Samples.Parse(metrics.Body)["token_authz_config_last_reload_successful"] == isCurrent;
    });
}
