using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.InsideEnvoy;

/// <summary>
/// No configuration that comes while Envoy runs, and no request that breaks off, ends Envoy or keeps it from answering other
/// requests.
/// </summary>
[Promise(10)]
public sealed class ModuleResilienceTests
{
    // More than Envoy has workers, so that each worker has some.
    private const int Unfinished = 60;

    private const string Key = """ "Secret": "a-key-of-the-updates" """;

    /// <summary>The configuration of an update, as a text or as the path of a file, and what the log says of it.</summary>
    public static TheoryData<string, string, string> Updates { get; } = new()
    {
        { "not JSON", "{", "it is not JSON" },
        { "JSON that goes too deep", $$"""{"TokenAuthz": {{new string('[', 10_000)}}""", "it is not JSON" },
        { "a list in the place of a section", """{"TokenAuthz": ["Secret"]}""", "TokenAuthz:0" },
        { "a folder", "/", "the file cannot be read" },
        { "a file whose reading fails", "/proc/self/mem", "the file cannot be read" },
        { "an empty file", "/dev/null", "it is not JSON" },
        { "no key", Settings(""), "there is no key" },
        { "a key file that is a folder", Settings(""" "Keys": [{ "Id": "a", "File": "/" }] """), "TokenAuthz:Keys:0:File" },
        { "a key file whose reading fails", Settings(""" "Keys": [{ "Id": "a", "File": "/proc/self/mem" }] """), "TokenAuthz:Keys:0:File" },
        { "a key file without an end", Settings(""" "Keys": [{ "Id": "a", "File": "/dev/zero" }] """), "TokenAuthz:Keys:0:File" },
        { "a folder of keys that is a file", Settings(""" "Keys": [{ "Directory": "/dev/null" }] """), "TokenAuthz:Keys:0:Directory" },
        { "a scheme that does not compile", Settings($$""" {{Key}}, "Schemes": { "s": { "Message": "{" } } """), "TokenAuthz:Schemes:s:" },
        { "a number beyond every limit", Settings($$""" {{Key}}, "Log": { "DenialsPerSecond": 1e400 } """),
            "TokenAuthz:Log:DenialsPerSecond" },
    };

    /// <summary>Requests that break off: for <c>/hook</c>, whose body is signed, and for <c>/a</c> with the right token.</summary>
    public static TheoryData<string, string> BrokenOff { get; } = new()
    {
        { "half a head", "GET /a HTTP/1.1\r\nHost: example.com\r\ntok" },
        { "half a signed body",
            $"POST /hook HTTP/1.1\r\nHost: example.com\r\n{Token.WebhookLine("hello")}Content-Length: 100\r\n\r\nhello" },
        { "half a chunk of it",
            $"POST /hook HTTP/1.1\r\nHost: example.com\r\n{Token.WebhookLine("hello")}Transfer-Encoding: chunked\r\n\r\n64\r\nhello" },
        { "half a body that is not signed",
            $"POST /a HTTP/1.1\r\nHost: example.com\r\ntoken: {Token.Of("/a")}\r\nContent-Length: 100\r\n\r\nhello" },
    };

    [Promise(9)]
    [Fact]
    public async Task Goes_on_with_the_configuration_it_has_when_an_update_brings_one_that_does_not_load()
    {
        Programs.Require(ModuleLibrary.Needed);
        await using var updated = await UpdatedEnvoy.StartAsync();

        foreach (var (description, configuration, says) in Updates.Select(row => row.Data))
        {
            var refused = await RefusedAsync();

            updated.UpdateAs(configuration);

            await Poll.UntilAsync($"{description} is refused", async () => await RefusedAsync() > refused, () => updated.Envoy.Log);
            Expect.Contains(says, updated.Envoy.Log, description);
            Assert.Null(updated.Envoy.ExitCode);
            await AssertAnswersAsync(updated.Envoy, description);
        }

        Assert.Equal(0, await updated.Envoy.StopAsync(TestContext.Current.CancellationToken));

        Task<int> RefusedAsync() => ModuleLibrary.CountAsync(updated.Envoy, "listener_manager.lds.update_rejected");
    }

    [Theory]
    [MemberData(nameof(BrokenOff))]
    public async Task Answers_others_while_many_requests_do_not_go_on(string description, string request)
    {
        Programs.Require(ModuleLibrary.Needed);
        await using var stand = await Stand.StartAsync(new(
            Way.Inside, "Policies:0:Name=hooks", "Policies:0:Paths:0=/hook", "Policies:0:Scheme=github-webhook", "Policies:1:Name=rest"));
        var waiting = await Task.WhenAll(Enumerable.Range(0, Unfinished).Select(async _ =>
        {
            var connection = await RawConnection.OpenAsync(stand.Envoy.Port);
            await connection.SendAsync(request);
            return connection;
        }));
        await Poll.UntilAsync("Envoy has all of them", async () => await OpenAsync() >= Unfinished, () => stand.Envoy.Log);

        for (var i = 0; i < 20; i++) await AssertAnswersAsync(stand.Envoy, description);

        foreach (var connection in waiting) connection.Dispose();

        Task<int> OpenAsync() => ModuleLibrary.CountAsync(stand.Envoy, "http.edge.downstream_cx_active");
    }

    private static async Task AssertAnswersAsync(EnvoyGateway envoy, string description)
    {
        var right = await RawHttp.SendAsync(envoy.Port, RawHttp.Request("GET", "/b", Token.Of("/b")));
        var wrong = await RawHttp.SendAsync(envoy.Port, RawHttp.Request("GET", "/b", Token.Of("/a")));

        Assert.Equal((description, 200, 403), (description, right.Status, wrong.Status));
    }

    private static string Settings(string json) => $"{{\"TokenAuthz\": {{{json}}}}}";
}
