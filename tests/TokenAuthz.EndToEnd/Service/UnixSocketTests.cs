using System.Net.Sockets;
using System.Text;
using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.Service;

/// <summary>The shipped service on a Unix socket: its file is the only lock on it.</summary>
public sealed class UnixSocketTests : IDisposable
{
    private const int LongestName = 107;

    private readonly TemporaryFolder _folder = new();

    private string File => _folder["check.sock"];

    private UnixDomainSocketEndPoint Address => new(File);

    /// <summary>What is at the path, and how it comes there.</summary>
    public static TheoryData<string, string> OtherFiles { get; } = new()
    {
        { "an ordinary file", "echo kept > \"$0\"" },
        { "an empty file", ": > \"$0\"" },
        { "a link to an ordinary file", "echo kept > \"$0.other\" && ln -s \"$0.other\" \"$0\"" },
        { "a pipe", "mkfifo \"$0\"" },
        { "a folder", "mkdir \"$0\"" },
        { "a link to nothing", "ln -s \"$0.other\" \"$0\"" },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("660")]
    [InlineData("600", "SocketMode=600")]
    [InlineData("666", "SocketMode=666")]
    public async Task Gives_the_file_the_mode_that_is_set(string mode, params string[] settings)
    {
        await using var service = await StartAsync(settings);

        Assert.Equal($"{mode} socket", await StatAsync("%a %F"));
        Assert.Equal(200, await AskAsync());
    }

    [Fact]
    public async Task Gives_the_file_the_group_that_is_set()
    {
        var group = Environment.IsPrivilegedProcess ? "4711" : (await Command.RunAsync("id", "-g")).Trim();

        await using var service = await StartAsync($"SocketGroup={group}");

        Assert.Equal(group, await StatAsync("%g"));
    }

    [Fact]
    public async Task Does_not_start_when_the_process_may_not_give_the_file_away()
    {
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "This user may give files to every group.");

        await AssertRefusedAsync("has to be in that group", $"Listeners:1:Url=unix:{File}", "Listeners:1:SocketGroup=0");
    }

    [Fact]
    public async Task Replaces_the_file_that_a_killed_process_left_behind()
    {
        await using var service = await StartAsync();
        await service.KillAsync();
        Assert.True(Path.Exists(File));

        await service.StartAgainAsync();

        Assert.Equal(200, await AskAsync());
    }

    [Theory]
    [MemberData(nameof(OtherFiles))]
    public async Task Does_not_start_and_keeps_what_is_at_the_path(string description, string make)
    {
        await Command.RunAsync("/bin/sh", "-c", make, File);
        var before = await StatAsync("%i %F %s");

        await AssertRefusedAsync(File, $"Listeners:1:Url=unix:{File}");

        Expect.Equal(before, await StatAsync("%i %F %s"), description);
    }

    [Fact]
    public async Task Does_not_start_when_another_process_has_the_path()
    {
        await using var service = await StartAsync();

        await AssertRefusedAsync("already in use", $"Listeners:1:Url=unix:{File}");

        Assert.Equal(200, await AskAsync());
    }

    [Fact]
    public Task Does_not_start_when_there_is_no_folder() =>
        AssertRefusedAsync("Its folder must exist", $"Listeners:1:Url=unix:{_folder["none/check.sock"]}");

    [Fact]
    public async Task Answers_clients_of_every_name()
    {
        await using var service = await StartAsync();
        foreach (var name in (string[])["\0", "\0a", $"\0{new string('a', LongestName)}", _folder["client.sock"],
            $"{_folder.Path}/{new string('a', LongestName - _folder.Path.Length - 1)}"])
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            socket.Bind(new UnixDomainSocketEndPoint(name));
            await socket.ConnectAsync(Address, TestContext.Current.CancellationToken);
            await using var stream = new NetworkStream(socket);
            await stream.WriteAsync(Encoding.Latin1.GetBytes(RawHttp.Request("GET", "/a", Token.Of("/a"))),
                TestContext.Current.CancellationToken);
            using var reader = new StreamReader(stream);

            Assert.StartsWith(
                "HTTP/1.1 200 ", await reader.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }

        Assert.Equal(200, await AskAsync());
    }

    [Fact]
    public async Task Deletes_the_file_when_it_is_told_to_stop()
    {
        await using var service = await StartAsync();

        Assert.Equal(0, await service.StopAsync(TestContext.Current.CancellationToken));

        Assert.False(Path.Exists(File));
    }

    [Fact]
    public async Task Answers_HTTP_2()
    {
        await using var service = await StartAsync("Protocol=http2");
        using var connection = await Http2Connection.OpenAsync(Address);

        Assert.Equal(
            new(200, Reason: null), await connection.AskAsync(Http2Frame.Request("GET", "a", "/a", ("token", Token.Of("/a")))));
    }

    [Fact]
    public async Task Trusts_whoever_may_open_the_file()
    {
        await using var service = await StartAsync("Kind=nginx");

        async Task<RawAnswer> ForwardAsync(string target) => await RawHttp.SendAsync(
            Address,
            RawHttp.Request("GET", "/", Token.Of("/a"), $"X-Original-Method: GET\r\nX-Original-URI: {target}\r\n"));

        Assert.Equal(200, (await ForwardAsync("/a")).Status);
        Assert.Equal(403, (await ForwardAsync("/b")).Status);
        // A port has to be told whom to trust.
        Assert.Equal(0, await service.CountAsync("token_authz_refused_requests_total{", "reason=\"untrusted_peer\""));
    }

    private Task<AuthzService> StartAsync(params string[] settings) => AuthzService.StartAsync(
        ["Listeners:1:Name=socket", $"Listeners:1:Url=unix:{File}", .. settings.Select(setting => $"Listeners:1:{setting}")]);

    private async Task<int> AskAsync() => (await RawHttp.SendAsync(Address, RawHttp.Request("GET", "/a", Token.Of("/a")))).Status;

    private async Task<string> StatAsync(string format) => (await Command.RunAsync("stat", "-c", format, File)).Trim();

    private static async Task AssertRefusedAsync(string says, params string[] settings)
    {
        var result = await TokenAuthzProcess.RunAsync(
            ["serve", "--environment", "Development", .. TokenAuthzProcess.AnyPorts, "--TokenAuthz:Listeners:1:Name=socket",
                .. settings.Select(setting => $"--TokenAuthz:{setting}")]);

        Assert.Equal(1, result.ExitCode);
        Expect.Contains(says, result.ReadReasons(), result.Output);
        Assert.DoesNotContain("   at ", result.ReadReasons(), StringComparison.Ordinal);
    }
}
