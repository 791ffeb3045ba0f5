using System.Diagnostics;
using System.Globalization;
using Serilog.Events;

namespace TokenAuthz.Tests.Service.Configuration;

/// <summary>Keys change without a restart; a configuration that does not load changes nothing.</summary>
[Promise(9)]
public sealed class ReloadTests
{
    private const string Successful = "token_authz_config_last_reload_successful";
    private const string SuccessTimestamp = "token_authz_config_last_reload_success_timestamp_seconds";
    private const string LastLook = "token_authz_config_last_look_timestamp_seconds";
    private const string Id = "Keys:0:Id=only";

    /// <summary>The file's new content, and what is said of it.</summary>
    public static TheoryData<string, string> BadKeys { get; } = new()
    {
        { "", "the file is empty" },
        { "\n", "the file is empty" },
        { new string('k', 4097), "the file has more than 4096 bytes" },
    };

    [Fact]
    public async Task Takes_the_new_key_and_not_the_old_one_when_its_file_changes()
    {
        using var folder = new TemporaryFolder();
        await using var service = RunningService.Start(Id, $"Keys:0:File={folder.Write("key", "first")}");
        (await service.CheckAsync("/a", Token.Line("/a", "first"))).AssertAllowed();
        (await service.CheckAsync("/a", Token.Line("/a", "second"))).AssertDenied("invalid_token");

        folder.Write("key", "second\n");

        await UntilAllowedAsync(service, "second");
        (await service.CheckAsync("/a", Token.Line("/a", "first"))).AssertDenied("invalid_token");
        Assert.Equal(1, (await service.MetricsAsync())[Successful]);
    }

    [Fact]
    public async Task Takes_both_keys_while_both_are_configured()
    {
        using var folder = new TemporaryFolder();
        var (first, second) = (folder.Write("first", "first"), folder.Write("second", "second"));
        await using var service = RunningService.Start("Keys:0:Id=first", $"Keys:0:File={first}");

        service.Configure("Keys:0:Id=first", $"Keys:0:File={first}", "Keys:1:Id=second", $"Keys:1:File={second}");
        await UntilAllowedAsync(service, "second");
        (await service.CheckAsync("/a", Token.Line("/a", "first"))).AssertAllowed();

        service.Configure("Keys:1:Id=second", $"Keys:1:File={second}");
        await Poll.UntilAsync(
            "the first key is gone", async () => (await service.CheckAsync("/a", Token.Line("/a", "first"))).Status == 403);
        (await service.CheckAsync("/a", Token.Line("/a", "second"))).AssertAllowed();
    }

    [Fact]
    public async Task Takes_the_new_key_when_the_folder_behind_a_symbolic_link_is_swapped()
    {
        // As Kubernetes mounts a Secret: key -> ..data/key, ..data -> ..1, and a swap replaces ..data in one step.
        using var folder = new TemporaryFolder();
        WriteGeneration(folder, "..1", "first");
        Directory.CreateSymbolicLink(folder["..data"], "..1");
        var key = File.CreateSymbolicLink(folder["key"], "..data/key").FullName;
        await using var service = RunningService.Start(Id, $"Keys:0:File={key}");
        (await service.CheckAsync("/a", Token.Line("/a", "first"))).AssertAllowed();

        WriteGeneration(folder, "..2", "second");
        File.CreateSymbolicLink(folder["..data_tmp"], "..2");
        await ReplaceLinkAsync(folder["..data_tmp"], folder["..data"]);
        Directory.Delete(folder["..1"], recursive: true);

        await UntilAllowedAsync(service, "second");
        (await service.CheckAsync("/a", Token.Line("/a", "first"))).AssertDenied("invalid_token");
    }

    [Theory]
    [MemberData(nameof(BadKeys))]
    public async Task Keeps_the_last_good_key_when_the_file_changes_to(string content, string said)
    {
        using var folder = new TemporaryFolder();
        await using var service = RunningService.Start(Id, $"Keys:0:File={folder.Write("key", "first")}");

        folder.Write("key", content);

        await AssertRefusedAsync(service, said);
        (await service.CheckAsync("/a", Token.Line("/a", "first"))).AssertAllowed();
    }

    [Fact]
    public async Task Keeps_the_last_good_key_when_the_file_is_gone_and_takes_the_next_good_one()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("key", "first");
        await using var service = RunningService.Start(Id, $"Keys:0:File={path}");
        var before = (await service.MetricsAsync())[SuccessTimestamp];

        File.Delete(path);

        await AssertRefusedAsync(service, "the file cannot be read");
        (await service.CheckAsync("/a", Token.Line("/a", "first"))).AssertAllowed();
        Assert.Equal(before, (await service.MetricsAsync())[SuccessTimestamp]);

        folder.Write("key", "second");

        await UntilAllowedAsync(service, "second");
        var after = await service.MetricsAsync();
        Assert.Equal(1, after[Successful]);
        Assert.InRange(after[SuccessTimestamp], double.BitIncrement(before), double.MaxValue);
    }

    [Theory]
    [InlineData("TokenAuthz:Sekret: there is no such setting; did you mean Secret?", "Sekret=x")]
    [InlineData("TokenAuthz:DrainTime = \"soon\"", "Secret=x", "DrainTime=soon")]
    [InlineData("the key default is there twice", "Secret=x", "Keys:0:Id=default", "Keys:0:Value=x")]
    [InlineData("every key has ended", "Keys:0:Id=old", "Keys:0:Value=x", "Keys:0:NotAfter=2001-01-01T00:00:00Z")]
    public async Task Keeps_the_last_good_configuration_when_of_the_new_one_is_said(string said, params string[] settings)
    {
        await using var service = RunningService.Start("Secret=first");

        service.Configure(settings);

        await AssertRefusedAsync(service, said);
        (await service.CheckAsync("/a", Token.Line("/a", "first"))).AssertAllowed();
        (await service.CheckAsync("/a", Token.Line("/a", "x"))).AssertDenied("invalid_token");
    }

    [Fact]
    public async Task Goes_on_when_a_key_file_that_was_a_pipe_is_a_file_again()
    {
        using var folder = new TemporaryFolder();
        await using var service = RunningService.Start(Id, $"Keys:0:File={folder.Write("key", "first")}");
        var before = (await service.MetricsAsync())[LastLook];

        folder.MakePipe("key");
        await AssertRefusedAsync(service, "it is no regular file");
        (await service.CheckAsync("/a", Token.Line("/a", "first"))).AssertAllowed();
        await Poll.UntilAsync("it goes on looking", async () => (await service.MetricsAsync())[LastLook] > before);

        // The withdrawn key is no longer valid.
        folder.Write("key", "second");
        await UntilAllowedAsync(service, "second");
        (await service.CheckAsync("/a", Token.Line("/a", "first"))).AssertDenied("invalid_token");
        Assert.Equal(1, (await service.MetricsAsync())[Successful]);
    }

    [InProcess]
    [Fact]
    public async Task Logs_a_refused_configuration_once()
    {
        await using var service = RunningService.Start("Secret=first");
        service.Configure("Secret=first", "DrainTime=soon");
        await AssertRefusedAsync(service, "TokenAuthz:DrainTime");

        // The next change is seen by a later look than the refused one.
        service.Configure("Secret=second");
        await UntilAllowedAsync(service, "second");

        Assert.Single(Errors(service));
    }

    // File.Move does not take a link to a folder for a file.
    private static async Task ReplaceLinkAsync(string from, string to)
    {
        using var move = Process.Start("mv", ["-T", from, to]);
        await move.WaitForExitAsync();
        Assert.Equal(0, move.ExitCode);
    }

    private static void WriteGeneration(TemporaryFolder folder, string name, string secret)
    {
        Directory.CreateDirectory(folder[name]);
        folder.Write(Path.Combine(name, "key"), secret);
    }

    private static Task UntilAllowedAsync(RunningService service, string secret) => Poll.UntilAsync(
        $"the key {secret} is in force",
        async () => (await service.CheckAsync("/a", Token.Line("/a", secret))).Status == 200);

    private static async Task AssertRefusedAsync(RunningService service, string said)
    {
        await Poll.UntilAsync("the metrics show the refusal", async () => (await service.MetricsAsync())[Successful] == 0);
        if (!ShippedProgram.IsNamed)
            await Poll.UntilAsync(
                $"the log says: {said}", () => Errors(service).Any(error => error.Contains(said, StringComparison.Ordinal)));
    }

    private static IEnumerable<string> Errors(RunningService service) =>
        service.Logs.At(LogEventLevel.Error).Select(error => error.Properties["Error"].ToString("l", CultureInfo.InvariantCulture));
}
